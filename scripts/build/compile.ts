import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** A package found through node_modules is only emitted when it is named. */
const PACKAGES = ['../packages/*/src/**/*.ts']
const NOT_BUNDLED = ['../packages/cli', '../packages/gate/src/app']

/** Type-checks and compiles packages and entries into `.build`, where packages find each other as compiled code. */
export function compile(entries: readonly string[]): void {
  const out = join(root, '.build')
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out)
  const compilerOptions = { noEmit: false, outDir: '.', rootDir: '..' }
  const files = entries.map((entry) => join('..', entry))
  writeFileSync(
    join(out, 'tsconfig.json'),
    JSON.stringify({
      extends: '../tsconfig.json',
      compilerOptions,
      files,
      include: PACKAGES,
      exclude: NOT_BUNDLED,
    }),
  )
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', out], {
    stdio: 'inherit',
  })
  mkdirSync(join(out, 'node_modules/@sluice'), { recursive: true })
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n')
  for (const name of readdirSync(join(out, 'packages'))) {
    const manifest = {
      name: `@sluice/${name}`,
      type: 'module',
      exports: './src/index.js',
      sideEffects: false,
    }
    writeFileSync(join(out, 'packages', name, 'package.json'), JSON.stringify(manifest))
    symlinkSync(join('../../packages', name), join(out, 'node_modules/@sluice', name), 'dir')
  }
}
