import { isRecord, quote } from '@sluice/action'
import { absent } from '../reading.ts'
import type { Rows, RowsAnswer } from '../rows/contract.ts'
import { numberFrom } from '../http/value.ts'
import type { DocumentSearch } from './search.ts'

const NOTHING: Rows = { kind: 'rows', columns: [], rows: [] }

/**
 * What one search came to. An answer of a part of the shards, or of no shard at all, is refused: documents are missing from
 * it. No document is nothing, for a misspelt field matches none either.
 */
export function rowsOfSearch(answer: unknown, search: DocumentSearch): RowsAnswer {
  if (!isRecord(answer)) return absent('source_refused', `it gave no result: ${shown(answer)}`)
  if (answer['error'] !== undefined) return troubleOf(answer['error'], Number(answer['status']))
  const shards = isRecord(answer['_shards']) ? answer['_shards'] : {}
  if (answer['timed_out'] === true) return absent('source_unreachable', 'the search took too long')
  if (shards['total'] === 0)
    return absent('source_refused', 'no index matches: check `index`, and the right to read it')
  // Shards without any live copy are not counted as failed, and clusters that may be left out not at all.
  const isWhole = shards['failed'] === 0 && shards['successful'] === shards['total']
  if (!isWhole || answer['terminated_early'] === true)
    return absent('source_refused', `a part of the shards did not answer: ${shown(shards)}`)
  const clusters = isRecord(answer['_clusters']) ? answer['_clusters'] : {}
  if (['skipped', 'partial', 'failed'].some((name) => Number(clusters[name] ?? 0) > 0))
    return absent('source_refused', `a part of the clusters did not answer: ${shown(clusters)}`)
  if (answer['status'] !== undefined && answer['status'] !== 200)
    return absent('source_refused', `a search answered ${shown(answer['status'])}`)
  const hits = isRecord(answer['hits']) ? answer['hits']['total'] : undefined
  const total = isRecord(hits) && hits['relation'] === 'eq' ? numberFrom(hits['value']) : undefined
  if (total === undefined) return absent('source_refused', `it did not count all documents: ${shown(hits)}`)
  if (total === 0) return NOTHING
  const { aggregation, part } = search
  if (aggregation === undefined) return one(total)
  const found = isRecord(answer['aggregations']) ? answer['aggregations'][aggregation.name] : undefined
  if (!isRecord(found))
    return absent('source_refused', `the aggregation is missing: ${shown(answer['aggregations'])}`)
  const rows = rowsIn(aggregation.type, found)
  // The sum over a misspelt field is zero as well.
  const isZero = rows.kind === 'rows' && rows.rows.length === 1 && rows.rows[0]?.[0] === 0
  return part === 'events' && isZero ? NOTHING : rows
}

function one(value: unknown): Rows {
  return { kind: 'rows', columns: ['value'], rows: [[value]] }
}

function rowsIn(type: string, found: Readonly<Record<string, unknown>>): RowsAnswer {
  switch (type) {
    case 'extended_stats':
      return {
        kind: 'rows',
        columns: ['n', 'mean', 'stddev', 'value'],
        rows: [[found['count'], found['avg'], found['std_deviation'], found['avg']]],
      }
    case 'filter':
      return one(found['doc_count'])
    case 'range':
      return bucketsIn(found['buckets'])
    default:
      return one(found['value'] ?? null)
  }
}

/** Ranges that follow each other without a gap, from below the smallest value to above the largest. */
function bucketsIn(buckets: unknown): RowsAnswer {
  const ranges = Array.isArray(buckets) ? buckets.filter(isRecord) : []
  let below = 0
  let edge: unknown
  const rows: [number, number][] = []
  for (const [i, { from, to, doc_count: count }] of ranges.entries()) {
    const follows = i === 0 ? from === undefined || from === 0 : from === edge
    if (!follows || typeof count !== 'number') return strange(buckets)
    below += count
    edge = to
    rows.push([to === undefined ? Number.POSITIVE_INFINITY : Number(to), below])
  }
  if (rows.length === 0 || edge !== undefined) return strange(buckets)
  return { kind: 'rows', columns: ['le', 'count'], rows }
}

function strange(buckets: unknown): RowsAnswer {
  return absent(
    'source_refused',
    `the ranges of a histogram must follow each other, the first without \`from\` and the last without \`to\`: ${shown(buckets)}`,
  )
}

/** https://www.elastic.co/docs/reference/elasticsearch/rest-apis/error-codes */
function troubleOf(error: unknown, status: number): RowsAnswer {
  const said = reasonOf(error)
  if (status === 429) return absent('rate_limited', said)
  if (status === 400) return { kind: 'wrong', said }
  return absent(status >= 500 ? 'source_unreachable' : 'source_refused', `${status}: ${said}`)
}

/** The innermost cause says what is wrong; the outer ones only which shard. */
function reasonOf(error: unknown): string {
  if (!isRecord(error)) return shown(error)
  const [first]: readonly unknown[] = Array.isArray(error['root_cause']) ? error['root_cause'] : []
  const inner = isRecord(error['caused_by']) ? error['caused_by'] : isRecord(first) ? first : error
  return String(inner['reason'] ?? inner['type'] ?? shown(error))
}

function shown(data: unknown): string {
  return quote(JSON.stringify(data ?? null).slice(0, 200))
}
