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
  // The command line runs actions too, by what they export.
  for (const home of ['packages', 'actions']) {
    for (const folder of readdirSync(join(out, home))) linkCompiled(out, join(home, folder))
  }
}

/** Makes a compiled package or action findable by its name. */
function linkCompiled(out: string, folder: string): void {
  const { name, exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    readonly name: string
    readonly exports?: unknown
  }
  // An action's main step is nothing but an effect.
  const pure = folder.startsWith('packages') ? { sideEffects: false } : {}
  const manifest = { name, type: 'module', exports: compiledExports(exports), ...pure }
  writeFileSync(join(out, folder, 'package.json'), JSON.stringify(manifest))
  symlinkSync(join('../..', folder), join(out, 'node_modules', name), 'dir')
}

/** What a package exports, as compiled code. */
function compiledExports(exports: unknown): unknown {
  return JSON.parse(JSON.stringify(exports ?? './src/index.ts').replaceAll('.ts"', '.js"')) as unknown
}
