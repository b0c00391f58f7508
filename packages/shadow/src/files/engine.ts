import { UserError } from '@sluice/inputs'
import type { Comparison } from '../comparison.ts'
import { emptyPath, emptySummary } from '../tally/counts.ts'
import type { Discord, Summary } from '../tally/summary.ts'
import { duckdbSql } from './engine-sql.ts'

/** Runs a program with arguments and a text on its standard input; rejects when it cannot be started. */
export type RunProgram = (
  command: string,
  args: readonly string[],
  input: string,
) => Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>

interface EngineRow {
  readonly what: string
  readonly path: string
  readonly raw: number
  readonly noise: number
  readonly both: number
}

/**
 * Has an engine that the user already runs pair and count: the same counts by path as `compareFiles`, for JSON without
 * tolerances and unordered arrays. Measures, slices and examples stay with the `node` engine.
 */
export async function compareWithEngine(
  engine: 'duckdb',
  arms: readonly (readonly string[])[],
  comparison: Comparison,
  run: RunProgram,
): Promise<Summary> {
  refuseWhatSqlCannot(comparison, engine)
  const { code, stdout, stderr } = await run(engine, ['-json', ':memory:'], duckdbSql(arms, comparison))
  if (code !== 0)
    throw new UserError(
      'ENGINE_FAILED',
      `${engine} ended with code ${code}: ${stderr.slice(0, 2000)}`,
      'Is it recent enough?',
    )
  return summaryOf(readRows(stdout, engine), comparison)
}

function refuseWhatSqlCannot({ rules, slices }: Comparison, engine: string): void {
  const asked = [
    ...(rules.tolerance.length > 0 ? ['tolerance'] : []),
    ...(rules.unordered.length > 0 ? ['unordered'] : []),
    ...(slices.length > 0 ? ['slices'] : []),
  ]
  if (asked.length > 0) {
    throw new UserError(
      'ENGINE_CANNOT',
      `engine: ${engine} does not know ${asked.join(', ')}`,
      'Use engine: node, or leave these out.',
    )
  }
}

function readRows(stdout: string, engine: string): readonly EngineRow[] {
  const text = stdout.trim()
  try {
    const rows: unknown = text.startsWith('[')
      ? JSON.parse(text)
      : text
          .split('\n')
          .filter((line) => line !== '')
          .map((line): unknown => JSON.parse(line))
    return Array.isArray(rows) ? rows.map(decodeRow) : []
  } catch {
    throw new UserError(
      'ENGINE_FAILED',
      `${engine} answered something that is not JSON: ${text.slice(0, 200)}`,
      'Run its command line by hand once.',
    )
  }
}

function decodeRow(data: unknown): EngineRow {
  const row = data as Readonly<Record<string, unknown>>
  return {
    what: String(row['what']),
    path: String(row['path']),
    raw: Number(row['raw']),
    noise: Number(row['noise']),
    both: Number(row['both']),
  }
}

function summaryOf(rows: readonly EngineRow[], comparison: Comparison): Summary {
  const summary = emptySummary(comparison)
  const total = (what: string): number => rows.find((row) => row.what === what)?.raw ?? 0
  if (total('ambiguous') > 0) {
    throw new UserError(
      'ENGINE_CANNOT',
      'engine: this version of duckdb cannot tell keys such as "a.b" or "odd key" from others',
      'Use engine: node.',
    )
  }
  summary.compared = total('compared')
  summary.repeated = total('repeated')
  const [primary, candidate] = summary.lost
  if (primary !== undefined && candidate !== undefined) {
    primary.unmatched = total('only primary')
    candidate.unmatched = total('only candidate')
    primary.duplicate = total('duplicate primary')
    candidate.duplicate = total('duplicate candidate')
  }
  const repeated = summary.repeated > 0
  for (const row of rows.filter(({ what }) => what === 'path')) {
    const counts = emptyPath()
    note(counts.any, row, repeated)
    summary.paths.set(row.path, counts)
  }
  const any = rows.find(({ what }) => what === 'any')
  if (any !== undefined) note(summary.any, any, repeated)
  return summary
}

function note(into: Discord, { raw, noise, both }: EngineRow, repeated: boolean): void {
  if (!repeated) into.alone = raw
  else {
    into.candidateOnly = raw - both
    into.repeatOnly = noise - both
    into.both = both
  }
}
