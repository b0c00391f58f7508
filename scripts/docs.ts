/** Writes the generated tables of every README and docs page from action.yml and the parsers; `--check` only compares. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { actionTables, meaningsModule } from './docs/action-tables.ts'
import { importTable } from './docs/import-table.ts'
import { actionsTable, platformTables, registryTables } from './docs/registry-tables.ts'
import { replaceBetween } from './docs/markers.ts'
import { referencePages } from './docs/reference.ts'
import { schemas } from './docs/schemas.ts'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
const problems: string[] = []

const actions = readdirSync(join(root, 'actions')).filter((name) =>
  existsSync(join(root, 'actions', name, 'action.yml')),
)
for (const action of actions) {
  await update(join(root, 'actions', action, 'README.md'), await actionTables(root, action))
}
await update(
  join(root, 'README.md'),
  new Map([['actions', actionsTable(root, actions)], ...platformTables(root)]),
)
await update(join(root, 'docs/import.md'), new Map([['manifests', importTable(root)]]))
for (const [page, tables] of registryTables(root)) await update(join(root, page), tables)

await write(
  join(root, 'packages/cli/src/input-meanings.ts'),
  meaningsModule(root, ['canary-step', 'bluegreen-swap', 'shadow-compare']),
)

for (const [page, text] of referencePages(root, sources())) await write(join(root, page), text)

for (const [page, schema] of await schemas(root, actions)) {
  await write(join(root, page), JSON.stringify(schema))
}

for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

async function update(path: string, tables: ReadonlyMap<string, string>): Promise<void> {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  let after = before
  for (const [name, table] of tables) {
    const replaced = replaceBetween(after, name, table)
    if (replaced === undefined) problems.push(`${relative(root, path)}: the markers for ${name} are missing`)
    after = replaced ?? after
  }
  await write(path, after)
}

async function write(path: string, text: string): Promise<void> {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const after = await format(text, { ...(await resolveConfig(path)), filepath: path })
  if (after === before) return
  if (check) problems.push(`${relative(root, path)}: out of step with its sources, run \`npm run docs\``)
  else writeFileSync(path, after)
}

/** The sources that ship. */
function sources(): readonly string[] {
  return ['packages', 'actions'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /^[^/]+\/src\/.*\.ts$/.test(name))
      .map((name) => join(folder, name)),
  )
}
