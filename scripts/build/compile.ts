import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** Type-checks and compiles packages and actions into `.build`, where packages find each other as compiled code. */
export function compile(): void {
  const out = join(root, '.build')
  rmSync(out, { recursive: true, force: true })
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')],
    {
      stdio: 'inherit',
    },
  )
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
