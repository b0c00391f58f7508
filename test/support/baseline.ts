import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { read, root } from './files.ts'

const FOLDER = 'test/contract/baselines'

/**
 * Holds what a rule finds against the exceptions of today, in `test/contract/baselines/NAME.json`: a new one fails, and so
 * does a listed one that is gone, so that the list only shrinks. `npm run baselines` takes out what is gone, and adds nothing.
 */
export function expectOnlyKnown(name: string, found: readonly string[], remedy: string): void {
  const file = `${FOLDER}/${name}.json`
  const known = existsSync(join(root, file)) ? (JSON.parse(read(file)) as readonly string[]) : []
  let gone = known.filter((one) => !found.includes(one))
  if (gone.length > 0 && process.env['SLUICE_BASELINES'] === 'shrink') {
    const left = known.filter((one) => !gone.includes(one))
    gone = []
    if (left.length === 0) rmSync(join(root, file))
    else writeFileSync(join(root, file), `${JSON.stringify(left, null, 2)}\n`)
  }
  const fresh = found.filter((one) => !known.includes(one))
  const told = [
    ...(fresh.length === 0 ? [] : [`new, ${remedy}: ${listed(fresh)}`]),
    ...(gone.length === 0
      ? []
      : [`gone, run \`npm run baselines\` to take it out of ${file}: ${listed(gone)}`]),
  ]
  if (told.length > 0) throw new Error(told.join('\n'))
}

const listed = (all: readonly string[]): string =>
  all.length > 3 ? all.map((one) => `\n  ${one}`).join('') : all.join(', ')
