import { isRecord } from '@sluice/action'
import type { QueryPart } from '@sluice/verdict'
import type { MetricQuery } from '../contract.ts'
import { badQuery } from '../query-parts.ts'
import type { AskedInterval, Constant } from '../rows/contract.ts'
import { OR_ZERO } from '../rows/reader.ts'
import { textFor } from '../rows/text.ts'

/** A body of the search API, and which of its aggregations is read. */
export interface DocumentSearch {
  readonly body: Readonly<Record<string, unknown>>
  readonly aggregation?: Aggregation
  readonly part: QueryPart
}

/** An aggregation by its name and its type. */
export interface Aggregation {
  readonly name: string
  readonly type: string
}

/** Aggregations that hold counts or whole moments; a percentile is one number, from which nothing can be concluded. */
const AGGREGATIONS = [
  'extended_stats',
  'range',
  'filter',
  'value_count',
  'cardinality',
  'sum',
  'avg',
  'min',
  'max',
] as const

const QUOTED = /"(?:[^"\\]|\\.)*"/g
const PATTERN = /\/(?:[^/\\]|\\.)*\//g
const ARM = /\$arm\b|\$\{arm(:regex)?\}/

/** Names inside the quotes of Lucene's query language, and inside its regular expressions. */
const ESCAPES = {
  quoted: (name: string): string => name.replaceAll(/[\\"]/g, '\\$&'),
  pattern: (name: string): string => name.replaceAll(/[#@&<>~"]/g, '\\$&'),
}

/**
 * What to search for. A text in Lucene's query language counts the documents that match; a text in JSON is a body with
 * `query` and one aggregation. The times of the interval are added. Throws `BAD_QUERY`.
 */
export function searchFor(
  query: MetricQuery,
  part: QueryPart,
  moment: AskedInterval,
  timeField: string,
): DocumentSearch | Constant {
  const text = query[part] ?? ''
  const given = part === 'events' && text.trim().startsWith('{') ? text.replace(OR_ZERO, '') : text
  const within = {
    range: { [timeField]: { gte: moment.from, lt: moment.to, format: 'epoch_millis' } },
  }
  if (given.trim().startsWith('{')) return searchOfBody(query, part, given, moment, within)
  if (part === 'histogram' || part === 'mean' || part === 'stddev')
    if (!/^\s*[\d$]/.test(given))
      throw badQuery(query, `${part}: needs an aggregation: write a body in JSON with \`query\` and \`aggs\``)
  const unquoted = given.replaceAll(QUOTED, '""')
  const isLoose = ARM.test(unquoted.replaceAll(PATTERN, '//')) || /\$arm\b|\$\{arm\}/.test(unquoted)
  if (isLoose || [...given.matchAll(QUOTED)].some(([text]) => text.includes('${arm:regex}')))
    throw badQuery(
      query,
      `${part}: write "$arm" between quotes, or \`\${arm:regex}\` between slashes, so that a name is one value and nothing else`,
    )
  const lucene = textFor(query, part, moment, ESCAPES)
  if ('constant' in lucene) return lucene
  return { part, body: bodyOf({ query_string: { query: lucene.sql } }, within) }
}

function searchOfBody(
  query: MetricQuery,
  part: QueryPart,
  text: string,
  { arm }: AskedInterval,
  within: object,
): DocumentSearch {
  const refuse = (problem: string) => badQuery(query, `${part}: ${problem}`)
  const body = bodyIn(text)
  if (body === undefined) throw refuse('is not JSON, although it begins with `{`')
  const { query: own, aggs, aggregations = aggs, ...others } = body
  const [strange] = Object.keys(others)
  if (strange !== undefined) throw refuse(`may have \`query\` and \`aggs\`, and not \`${strange}\``)
  const [one, ...more] = isRecord(aggregations) ? Object.entries(aggregations) : []
  const [name = '', definition] = one ?? []
  const type = isRecord(definition) ? AGGREGATIONS.find((each) => each in definition) : undefined
  if (one === undefined || more.length > 0 || type === undefined)
    throw refuse(`\`aggs\` must hold one aggregation, of the type ${AGGREGATIONS.join(', ')}`)
  if (part === 'histogram' && type !== 'range')
    throw refuse('a histogram is an aggregation of the type `range`, with one range for each bucket')
  if (ARM.test(JSON.stringify(aggregations))) throw refuse('"$arm" belongs in `query`, not in `aggs`')
  let named = false
  const filled = filledIn(own ?? { match_all: {} }, (text) => {
    if (text === '$arm' || text === '${arm}') {
      named = true
      return arm
    }
    if (ARM.test(text))
      throw refuse('in JSON, "$arm" must be a whole value, as in {"term": {"version": "$arm"}}')
    return text
  })
  if (!named && query.kind !== 'scalar' && part !== 'exposure')
    throw refuse('must contain "$arm" in `query`, or both arms are given the same numbers')
  return {
    part,
    aggregation: { name, type },
    body: { ...bodyOf(filled, within), aggs: { [name]: definition } },
  }
}

function bodyIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const body: unknown = JSON.parse(text)
    return isRecord(body) ? body : undefined
  } catch {
    return undefined
  }
}

/** The same data with every text replaced. */
function filledIn(data: unknown, fill: (text: string) => string): unknown {
  if (typeof data === 'string') return fill(data)
  if (Array.isArray(data)) return data.map((each) => filledIn(each, fill))
  if (!isRecord(data)) return data
  return Object.fromEntries(Object.entries(data).map(([name, each]) => [name, filledIn(each, fill)]))
}

function bodyOf(own: unknown, within: object): Readonly<Record<string, unknown>> {
  return { size: 0, track_total_hits: true, query: { bool: { filter: [own, within] } } }
}
