import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { importFrom } from '../../packages/cli/src/import/import.ts'
import { table } from './markers.ts'

const FIXTURES = 'test/fixtures/import'

/** What became of each manifest that the tests import: how many notes of each kind. */
export function importTable(root: string): string {
  const folder = join(root, FIXTURES)
  const rows = readdirSync(folder)
    .toSorted()
    .flatMap((tool) =>
      readdirSync(join(folder, tool))
        .toSorted()
        .map((file) => {
          const text = readFileSync(join(folder, tool, file), 'utf8')
          const { releases, notes } = importFrom(new Map([[file, text]]))
          const count = (outcome: string): string =>
            String(notes.filter((note) => note.outcome === outcome).length)
          return [
            `[${tool}/${file.replace(/\.\w+$/, '')}](../test/goldens/import/${tool}/${file.replace(/\.\w+$/, '')}.txt)`,
            [...new Set(releases.map(({ action }) => action))].join(', '),
            ...['carried', 'changed', 'left', 'chosen'].map(count),
          ]
        }),
    )
  return table(
    ['manifest', 'becomes', 'carried over', 'with a difference', 'not carried over', 'chosen'],
    rows,
  )
}
