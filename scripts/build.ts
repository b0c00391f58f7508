/** Bundles every action: tsc, then ncc, then a start of each bundle. `--check` compares instead of writing; names pick actions. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { compile, root } from './build/compile.ts'
import { bundle, bundleSteps, type Files } from './build/bundle.ts'
import { DIGEST_FILE, entriesOf, entryFile, sourcesDigest } from './build/sources.ts'
import { startProblem } from './build/start.ts'

const MAX_BYTES = 2 * 1024 * 1024

const check = process.argv.includes('--check')
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const actions = readdirSync(join(root, 'actions')).filter(
  (name) =>
    existsSync(join(root, 'actions', name, 'src/main.ts')) && (named.length === 0 || named.includes(name)),
)

compile(actions.flatMap((action) => entriesOf(action).map((entry) => entryFile(action, entry))))
const problems: string[] = []
for (const action of actions) {
  const entries = entriesOf(action)
  const files: Files = new Map([[DIGEST_FILE, Buffer.from(`${sourcesDigest(action)}\n`)]])
  for (const [name, content] of await bundleSteps(action, entries.includes('post'))) files.set(name, content)
  if (entries.includes('worker')) {
    for (const [name, content] of await bundle(action, 'worker')) files.set(`worker/${name}`, content)
  }
  const dist = join(root, 'actions', action, 'dist')
  if (check) problems.push(...differences(dist, files))
  else write(dist, files)
  for (const entry of entries) problems.push(...(await startProblem(action, entry)))
  problems.push(...tooLarge(action, files))
  const bytes = [...files.values()].reduce((sum, content) => sum + content.length, 0)
  console.log(`${action}: ${files.size} files, ${(bytes / 1024).toFixed(0)} KiB`)
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

function write(dist: string, files: Files): void {
  rmSync(dist, { recursive: true, force: true })
  for (const [name, content] of files) {
    mkdirSync(dirname(join(dist, name)), { recursive: true })
    writeFileSync(join(dist, name), content)
  }
}

function differences(dist: string, files: Files): string[] {
  const there = existsSync(dist) ? readdirSync(dist, { recursive: true, encoding: 'utf8' }) : []
  const present = there.filter((name) => statSync(join(dist, name)).isFile())
  const extra = present
    .filter((name) => !files.has(name))
    .map((name) => `${name} is not built from the sources`)
  const changed = [...files].flatMap(([name, content]) => {
    const path = join(dist, name)
    return existsSync(path) && content.equals(readFileSync(path))
      ? []
      : [`${name} differs from what the sources give`]
  })
  return [...extra, ...changed].map((line) => `${relative(root, dist)}/${line}: run \`npm run build\``)
}

function tooLarge(action: string, files: Files): string[] {
  const bytes = [...files].reduce(
    (sum, [name, content]) => sum + (name.endsWith('.js') ? content.length : 0),
    0,
  )
  return bytes > MAX_BYTES ? [`${action}/dist: ${bytes} bytes of code, more than ${MAX_BYTES}`] : []
}
