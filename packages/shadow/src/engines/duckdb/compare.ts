import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '@sluice/action'
import type { Comparison } from '../../comparison.ts'
import type { ShadowSummary } from '../../tally/summary.ts'
import type { RunProgram } from '../contract.ts'
import { appendRefused } from './refused-lines.ts'
import { COUNTS, logsHere, pairSql, sampleSql, type DuckDbQuery } from './sql.ts'

const ARGUMENTS = ['-bail', '-json', ':memory:'] as const

type Row = Readonly<Record<string, unknown>>

/** Some records of an arm, in which well-known measures and ids are looked for. */
export async function sampleInDuckDb(
  asked: DuckDbQuery,
  run: RunProgram,
  arm = 0,
): Promise<readonly Buffer[]> {
  const rows = await ask(sampleSql(asked, arm), asked, run)
  return rows.flatMap((row) => (typeof row?.['j'] === 'string' ? [Buffer.from(row['j'])] : []))
}

/**
 * Has a DuckDB of the user pair the records by id; those that are the same in every arm are counted there, and `compare`
 * gets all others as files, so that the counts are those of the `node` engine. Where more than differences is wanted
 * (measures, slices, models) all are compared here. Throws a `UserError` where DuckDB fails.
 */
export async function compareInDuckDb(
  asked: DuckDbQuery,
  comparison: Comparison,
  around: {
    readonly run: RunProgram
    readonly tempDir: string
    readonly compare: (arms: readonly (readonly string[])[]) => Promise<ShadowSummary>
  },
): Promise<ShadowSummary> {
  const folder = mkdtempSync(join(around.tempDir, 'sluice-duckdb-'))
  try {
    const left = asked.arms.map((_, arm) => ({
      records: join(folder, `${arm}.ndjson`),
      refused: join(folder, `refused-${arm}`),
    }))
    const [row] = await ask(pairSql(asked, comparison, left), asked, around.run)
    const counts = Object.fromEntries(COUNTS.map((name) => [name, countIn(row, name)]))
    const appended = left.map(({ records, refused }, arm) => {
      const lines = { rows: counts[`rows${arm}`] ?? 0, numbers: refused }
      return appendRefused(logsHere(asked.arms[arm] ?? []), lines, asked.limit, records)
    })
    const summary = await around.compare(left.map(({ records }) => [records]))
    const same = counts['same'] ?? 0
    summary.compared += same
    if (asked.arms.length > 2) summary.repeated += same
    summary.errors.n += counts['tells'] ?? 0
    summary.errors.both += counts['failed'] ?? 0
    summary.lost.forEach((lost, arm) => {
      lost.unparsable += (counts[`broken${arm}`] ?? 0) - (appended[arm] ?? 0)
    })
    return summary
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The rows of the last statement. */
async function ask(
  sql: string,
  { settings: { setup = '' } }: DuckDbQuery,
  run: RunProgram,
): Promise<readonly (Row | undefined)[]> {
  const { code, stdout, stderr } = await run('duckdb', ARGUMENTS, sql)
  if (code !== 0)
    throw failed(
      `ended with code ${code}: ${hideSetup(stderr, setup).slice(0, 2000)}`,
      setup === ''
        ? 'It read the names given as primary, candidate and secondary.'
        : 'It ran `setup`, whose texts are shown as ***, and read the names given as primary, candidate and secondary.',
    )
  const text = stdout.trim()
  if (text === '') return []
  try {
    const rows: unknown = JSON.parse(text.slice(text.lastIndexOf('\n[') + 1))
    if (Array.isArray(rows)) return rows as readonly Row[]
  } catch {
    // Told below, with what came instead.
  }
  throw failed(`answered something that is not JSON: ${text.slice(0, 200)}`, 'Run it by hand once.')
}

function countIn(row: Row | undefined, name: string): number {
  const count = row?.[name]
  if (typeof count === 'number' && Number.isSafeInteger(count)) return count
  throw failed(`did not count ${name}`, 'Is it recent enough?')
}

function failed(what: string, hint: string): UserError {
  return new UserError('ENGINE_FAILED', `engine: duckdb ${what}`, hint)
}

/** Shorter texts of `setup` hide nothing worth hiding, and stand in many a message. */
const SHORTEST = 4

/**
 * What DuckDB said, without what `setup` holds in quotes: it is where secrets are, and DuckDB repeats the statement that
 * failed, or the piece at which it stopped reading.
 */
function hideSetup(said: string, setup: string): string {
  if (setup === '') return said
  const quoted = [...setup.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text.replaceAll("''", "'"))
  return quoted
    .filter(({ length }) => length >= SHORTEST)
    .sort((a, b) => b.length - a.length)
    .reduce((left, text) => left.replaceAll(text, '***'), withoutStatement(said))
}

function withoutStatement(said: string): string {
  return said.replaceAll(/\n*^LINE \d+: .*\n *\^ *$/gm, '').replaceAll(/ near "[^]*?"$/gm, ' near ***')
}
