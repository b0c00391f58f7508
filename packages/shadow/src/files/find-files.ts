import { globSync, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { UserError } from '@sluice/inputs'

/** The files that patterns name, sorted, each once. A pattern that names nothing is a `UserError`: silence is no data. */
export function findFiles(patterns: readonly string[], folder: string, what: string): readonly string[] {
  const found = patterns.map((pattern) => ({
    pattern,
    files: globSync(isAbsolute(pattern) ? pattern : join(folder, pattern)).filter((path) =>
      statSync(path).isFile(),
    ),
  }))
  const empty = found
    .filter(({ files }) => files.length === 0)
    .map(({ pattern }) => `${what}: no file matches ${pattern}`)
  if (empty.length > 0) {
    throw new UserError(
      'NO_SUCH_FILE',
      empty.join('\n'),
      'Was the artifact downloaded, and into which folder?',
    )
  }
  return [...new Set(found.flatMap(({ files }) => files))].sort()
}
