/** Builds the npm package of the command line in `.build-cli/package`: one bundle, one for its threads, no dependencies. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundleFile } from './build/bundle.ts'
import { compile, root } from './build/compile.ts'

const BUILD = '.build-cli'
const source = join(root, 'packages/cli')
const target = join(root, BUILD, 'package')

const actions = ['actions/canary-step/src/index.ts', 'actions/bluegreen-swap/src/index.ts']
compile(['packages/cli/src/main.ts', 'packages/cli/src/worker.ts', ...actions], BUILD, [])
rmSync(target, { recursive: true, force: true })
for (const [entry, folder] of [
  ['main', 'dist'],
  ['worker', 'dist/worker'],
] as const) {
  for (const [name, content] of await bundleFile(join(root, BUILD, 'packages/cli/src', `${entry}.js`))) {
    const file = join(target, folder, name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string
  readonly license: string
}
const manifest = {
  name: '@sluice-actions/cli',
  version,
  description: 'Test a new version in production, on real traffic, and decide on statistical evidence.',
  license,
  repository: {
    type: 'git',
    url: 'git+https://github.com/sluice-actions/sluice.git',
    directory: 'packages/cli',
  },
  homepage: 'https://github.com/sluice-actions/sluice#readme',
  type: 'module',
  bin: { sluice: 'dist/index.js' },
  engines: { node: '>=22.12.0' },
  files: ['dist'],
  publishConfig: { access: 'public', provenance: true },
}
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
cpSync(join(source, 'README.md'), join(target, 'README.md'))
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'))
