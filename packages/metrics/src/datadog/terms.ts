import type { QueryPart } from '@sluice/verdict'
import type { MetricQuery } from '../contract.ts'
import type { AskedTerms } from '../points/observe.ts'
import { badQuery } from '../query-parts.ts'

/** One metric query, without a rollup, and how the values of a period become one. */
export interface DatadogTerm {
  readonly query: string
  readonly rollup: 'sum' | 'min' | 'max' | 'avg'
}

const SELECTOR = String.raw`([\w.]+)\{([^{}]*)\}`
const COUNT = new RegExp(String.raw`^(?:sum|count)(?:\([^()]*\))?:${SELECTOR}\.as_count\(\)$`)
const GAUGE = new RegExp(String.raw`^(min|max|avg|sum):${SELECTOR}$`)
const BUCKETS = new RegExp(String.raw`^buckets\(\s*${SELECTOR}\s*((?:,\s*[\d.]+\s*)+)\)$`)
const SHAPE =
  'must be like `sum:http.requests{version:$arm}.as_count()`, a sum of such terms, or `buckets(http.time{version:$arm}, 0.1, 0.5, 1)` for a distribution'

/** What Datadog keeps of a tag: letters in lower case, digits, and these marks. */
const TAG_VALUE = /^[\p{L}\p{N}_.:/-]+$/u

/** Reads a text for one arm. Throws `BAD_QUERY` for one that is not understood, or an arm that no tag can hold. */
export function readDatadogTerms(query: MetricQuery, part: QueryPart, arm: string): AskedTerms<DatadogTerm> {
  const wrong = (why: string): Error => badQuery(query, `${part}: ${why}`)
  if (!TAG_VALUE.test(arm))
    throw wrong(
      `${JSON.stringify(arm)} cannot be a tag: use letters, digits and the marks _ . : / - for versions`,
    )
  const text = (query[part] ?? '').trim().replaceAll(/\$arm\b|\$\{arm\}/g, () => arm.toLowerCase())
  if (part === 'histogram') return bucketsIn(text, wrong)
  if (/\.rollup\(/.test(text))
    throw wrong('leave out `.rollup(…)`: Sluice adds the one that fits the interval')
  const orZero = /\sor\s+0$/.test(text)
  const each = text.replace(/\s+or\s+0$/, '').split(/\s+\+\s+/)
  if (each.every((term) => COUNT.test(term)))
    return { kind: 'sum', terms: each.map((term) => ({ query: term, rollup: 'sum' })), orZero }
  const [only = '', ...more] = each
  const aggregate = GAUGE.exec(only)?.[1]
  if (aggregate === undefined || more.length > 0) throw wrong(SHAPE)
  if (part !== 'value') throw wrong('a count is needed: end the query with `.as_count()`')
  if (query.kind === 'series')
    return {
      kind: 'each',
      terms: [{ query: only, rollup: aggregate === 'min' || aggregate === 'max' ? aggregate : 'avg' }],
    }
  if (aggregate === 'min') return { kind: 'least', terms: [{ query: only, rollup: 'min' }] }
  if (aggregate === 'max') return { kind: 'most', terms: [{ query: only, rollup: 'max' }] }
  throw wrong(
    `${aggregate} of several periods has no meaning as one number: use min:, max: or \`.as_count()\`, or kind series`,
  )
}

/** Threshold queries of a distribution: how many values lie at or below each bound, and how many there are. */
function bucketsIn(text: string, wrong: (why: string) => Error): AskedTerms<DatadogTerm> {
  const [, metric = '', filter = '', list = ''] = BUCKETS.exec(text) ?? []
  const bounds = [...list.matchAll(/[\d.]+/g)].map(([bound]) => Number(bound))
  const rising = bounds.every((bound, i) => bound > (bounds[i - 1] ?? -Infinity))
  if (bounds.length === 0 || !rising) throw wrong(`${SHAPE}; bounds must rise`)
  const heads = [...bounds.map((bound) => `count(v: v<=${bound})`), 'count']
  const terms = heads.map((head): DatadogTerm => ({
    query: `${head}:${metric}{${filter}}.as_count()`,
    rollup: 'sum',
  }))
  return { kind: 'buckets', terms, bounds, cumulative: true }
}
