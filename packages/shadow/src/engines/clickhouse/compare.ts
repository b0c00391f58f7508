import { UserError } from '@sluice/action'
import type { Comparison } from '../../comparison.ts'
import type { RecordBytes } from '../../pairs/sink.ts'
import { RecordId } from '../../pairs/record-id.ts'
import { emptySummary } from '../../tally/counts.ts'
import { DiffyTally } from '../../tally/diffy-tally.ts'
import { PairTally } from '../../tally/pair-tally.ts'
import { skipsEqual } from '../../tally/same.ts'
import type { ShadowSummary } from '../../tally/summary.ts'
import type { ClickHouse } from './server.ts'
import { COUNTS, countsSql, pairsSql, sampleSql, unansweredSql, type ClickHouseQuery } from './sql.ts'

const PAIR_COLUMNS = 5

/** Where records stand, and what opens the texts in them. */
export type ClickHousePlaces = Pick<ClickHouseQuery, 'arms' | 'id' | 'record' | 'limit'> & {
  readonly open: (record: Buffer) => Buffer
}

/** Some records of the primary, in which well-known measures are looked for. */
export async function sampleInClickHouse(
  server: ClickHouse,
  asked: Pick<ClickHousePlaces, 'arms' | 'id' | 'record' | 'open'>,
): Promise<readonly Buffer[]> {
  const samples: Buffer[] = []
  for await (const [record] of server.rows(sampleSql(asked), 1))
    if (record !== undefined) samples.push(asked.open(Buffer.from(record)))
  return samples
}

/**
 * Has ClickHouse pair the records by id and count; only pairs whose text differs, or of which SQL cannot say whether their
 * request failed, come here and are compared as the `node` engine does, with the same counts. Where more than that is
 * wanted (measures, slices, models) every pair comes.
 */
export async function compareInClickHouse(
  server: ClickHouse,
  places: ClickHousePlaces,
  comparison: Comparison,
): Promise<ShadowSummary> {
  const fetch = skipsEqual(comparison) ? 'open' : 'all'
  const asked: ClickHouseQuery = { ...places, fetch, errors: comparison.errors }
  const counts = await countsIn(server, asked)
  const summary = emptySummary(comparison)
  const Tally = comparison.noise === 'diffy' ? DiffyTally : PairTally
  const { pair, missing } = new Tally(comparison, summary)
  const id = new RecordId([['id']])
  let [fetched, repeats] = [0, 0]
  const rows = server.rows(pairsSql(asked), PAIR_COLUMNS)
  const readId = (name: Buffer | undefined): void => {
    const key = Buffer.from(JSON.stringify({ id: name?.toString() ?? '' }))
    id.read(key, 0, key.length)
  }
  for await (const [name, repeated, primary, candidate, repeat] of rows) {
    const has = repeated?.toString() === '1'
    readId(name)
    const [first, second, third] = [primary, candidate, repeat].map((bytes) =>
      whole(places.open(bytes ?? NOTHING)),
    )
    if (first !== undefined && second !== undefined) pair(id, first, second, has ? third : undefined)
    fetched++
    if (has) repeats++
  }
  if (fetched !== counts('fetched')) {
    throw new UserError(
      'ENGINE_FAILED',
      `clickhouse counted ${counts('fetched')} pairs to fetch but then returned ${fetched}`,
      'Compare tables that nothing writes to during the comparison.',
    )
  }
  if (counts('unmatched0') > 0) {
    // A table has no order: the first by id are named.
    let place = 0
    for await (const [name] of server.rows(unansweredSql(asked), 1)) {
      readId(name)
      missing(id, place++)
    }
  }
  summary.compared += counts('pairs') - fetched
  summary.repeated += counts('triples') - repeats
  summary.errors.n += counts('tells')
  summary.errors.both += counts('failed')
  summary.lost.forEach((lost, arm) => {
    lost.unmatched += counts(`unmatched${arm}`)
    lost.duplicate += counts(`duplicate${arm}`)
    lost['no-id'] += counts(`noid${arm}`)
    lost.oversized += counts(`big${arm}`)
  })
  return summary
}

async function countsIn(server: ClickHouse, asked: ClickHouseQuery): Promise<(name: string) => number> {
  const counts = new Map<string, number>()
  for await (const row of server.rows(countsSql(asked), COUNTS.length)) {
    COUNTS.forEach((name, k) => counts.set(name, Number(row[k]?.toString() ?? Number.NaN)))
  }
  return (name) => {
    const count = counts.get(name)
    if (count !== undefined && Number.isSafeInteger(count) && count >= 0) return count
    throw new UserError(
      'ENGINE_FAILED',
      `clickhouse returned no count of ${name}`,
      'Check that `url` in `engine-settings` is the address of a ClickHouse server.',
    )
  }
}

const NOTHING = Buffer.alloc(0)

function whole(bytes: Buffer): RecordBytes {
  return { bytes, from: 0, to: bytes.length }
}
