import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** A package found through node_modules is only emitted when it is named. */
const PACKAGES = ['../packages/*/src/**/*.ts']
const NOT_IN_ACTIONS = ['packages/cli', 'packages/gate/src/app']

/** Type-checks and compiles packages and entries into a folder, where packages find each other as compiled code. */
export function compile(entries: readonly string[], folder = '.build', without = NOT_IN_ACTIONS): void {
  const out = join(root, folder)
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
      exclude: without.map((name) => join('..', name)),
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
      exports: compiledExports(name),
      sideEffects: false,
    }
    writeFileSync(join(out, 'packages', name, 'package.json'), JSON.stringify(manifest))
    symlinkSync(join('../../packages', name), join(out, 'node_modules/@sluice', name), 'dir')
  }
}

/** What a package exports, as compiled code. */
function compiledExports(name: string): unknown {
  const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as {
    readonly exports?: unknown
  }
  return JSON.parse(JSON.stringify(exports ?? './src/index.ts').replaceAll('.ts"', '.js"')) as unknown
}
