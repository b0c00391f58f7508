import { UserError } from '@sluice/inputs'
import type { Comparison } from '../comparison.ts'
import type { RecordBytes } from '../pairs/sink.ts'
import { RecordId } from '../pairs/record-id.ts'
import { emptySummary } from '../tally/counts.ts'
import { DiffyTally } from '../tally/diffy-tally.ts'
import { Fields } from '../tally/fields.ts'
import { PairTally } from '../tally/pair-tally.ts'
import type { Summary } from '../tally/summary.ts'
import type { ClickHouse } from './server.ts'
import { COUNTS, countsSql, pairsSql, sampleSql, type Asked } from './sql.ts'

const PAIR_COLUMNS = 5

/** A record of the primary, in which well-known measures are looked for; empty when there is none. */
export async function sampleRecord(server: ClickHouse, asked: Asked): Promise<Buffer> {
  for await (const [record] of server.rows(sampleSql(asked), 1)) if (record !== undefined) return record
  return Buffer.alloc(0)
}

/**
 * Has ClickHouse pair the records by id and count; only pairs whose text differs come here and are compared as the `node`
 * engine does, with the same counts. Where more than differences is wanted (measures, slices, models) every pair comes.
 */
export async function compareInClickHouse(
  server: ClickHouse,
  asked: Asked,
  comparison: Comparison,
): Promise<Summary> {
  const counts = await countsIn(server, asked)
  const all = Fields.wanted(comparison)
  const summary = emptySummary(comparison)
  const Tally = comparison.noise === 'diffy' ? DiffyTally : PairTally
  const { pair } = new Tally(comparison, summary)
  const id = new RecordId([['id']])
  let [fetched, repeats] = [0, 0]
  for await (const [name, repeated, primary, candidate, repeat] of server.rows(
    pairsSql(asked, all),
    PAIR_COLUMNS,
  )) {
    const has = repeated?.toString() === '1'
    const key = Buffer.from(JSON.stringify({ id: name?.toString() ?? '' }))
    id.read(key, 0, key.length)
    pair(id, whole(primary), whole(candidate), has ? whole(repeat) : undefined)
    fetched++
    if (has) repeats++
  }
  if (fetched !== counts(all ? 'pairs' : 'differing')) {
    throw new UserError(
      'ENGINE_FAILED',
      `clickhouse counted ${counts(all ? 'pairs' : 'differing')} pairs but then gave ${fetched}`,
      'Compare tables that nobody writes to meanwhile.',
    )
  }
  summary.compared += counts('pairs') - fetched
  summary.repeated += counts('triples') - repeats
  summary.lost.forEach((lost, arm) => {
    lost.unmatched += counts(`unmatched${arm}`)
    lost.duplicate += counts(`duplicate${arm}`)
    lost['no-id'] += counts(`noid${arm}`)
    lost.oversized += counts(`big${arm}`)
  })
  return summary
}

async function countsIn(server: ClickHouse, asked: Asked): Promise<(name: string) => number> {
  const counts = new Map<string, number>()
  for await (const row of server.rows(countsSql(asked), COUNTS.length)) {
    COUNTS.forEach((name, k) => counts.set(name, Number(row[k]?.toString() ?? Number.NaN)))
  }
  return (name) => {
    const count = counts.get(name)
    if (count !== undefined && Number.isSafeInteger(count) && count >= 0) return count
    throw new UserError(
      'ENGINE_FAILED',
      `clickhouse gave no count of ${name}`,
      'Is it a ClickHouse server that answers there?',
    )
  }
}

function whole(bytes: Buffer = Buffer.alloc(0)): RecordBytes {
  return { bytes, from: 0, to: bytes.length }
}
