import type { MetricQuery } from '../contract.ts'
import type { AskedTerms } from '../points/observe.ts'
import { badQuery } from '../query-parts.ts'
import type { QueryPart } from '@sluice/verdict'

/** One statistic of one metric, as CloudWatch is asked for it. */
export interface Term {
  readonly stat: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
}

const METRIC = String.raw`([^:{}()]+):([^:{}()]+)\{([^{}]*)\}`
const TERM = new RegExp(String.raw`^(\w[\w.]*)\(\s*${METRIC}\s*\)$`)
const BUCKETS = new RegExp(String.raw`^buckets\(\s*${METRIC}\s*((?:,\s*[\d.]+\s*)+)\)$`)
const SHAPE =
  'must be like `Sum(AWS/ApplicationELB:RequestCount{TargetGroup="$arm"})`, a sum of such terms, or `buckets(…{…}, 0.1, 0.5, 1)` for a histogram'

/** Statistics of minutes that add up to that of the interval. */
const ADDITIVE = /^(Sum|SampleCount)$/

/**
 * Reads a text in which the arm is filled in. Throws `BAD_QUERY` for one that is not understood, and for a statistic
 * that cannot be combined over the minutes of an interval, such as a p99 where one number is needed.
 */
export function readTerms(query: MetricQuery, part: QueryPart, text: string): AskedTerms<Term> {
  const trimmed = text.trim()
  const wrong = (why: string): Error => badQuery(query, `${part}: ${why}`)
  const histogram = BUCKETS.exec(trimmed)
  if (part === 'histogram') {
    const [, namespace = '', metric = '', dimensions = '', list = ''] = histogram ?? []
    const bounds = [...list.matchAll(/[\d.]+/g)].map(([bound]) => Number(bound))
    const rising = bounds.every((bound, i) => bound > (bounds[i - 1] ?? -Infinity))
    if (histogram === null || !rising) throw wrong(`${SHAPE}; bounds must rise`)
    const of = {
      namespace: namespace.trim(),
      metric: metric.trim(),
      dimensions: dimensionsIn(dimensions, wrong),
    }
    // A trimmed count leaves out its lower bound and takes in its upper one, as the buckets of a histogram do.
    const edges = ['', ...bounds.map(String), '']
    const terms = edges.slice(1).map((upper, i): Term => ({ ...of, stat: `TC(${edges[i] ?? ''}:${upper})` }))
    return { kind: 'buckets', terms, bounds, cumulative: false }
  }
  const orZero = /\sor\s+0$/.test(trimmed)
  const terms = trimmed
    .replace(/\s+or\s+0$/, '')
    .split(/\s+\+\s+(?=\w+\()/)
    .map((each): Term => {
      const [, stat = '', namespace = '', metric = '', dimensions = ''] = TERM.exec(each.trim()) ?? []
      if (stat === '') throw wrong(SHAPE)
      return {
        stat,
        namespace: namespace.trim(),
        metric: metric.trim(),
        dimensions: dimensionsIn(dimensions, wrong),
      }
    })
  if (terms.every(({ stat }) => ADDITIVE.test(stat))) return { kind: 'sum', terms, orZero }
  const [only, ...more] = terms
  if (only === undefined || more.length > 0) throw wrong('only Sum and SampleCount can be added')
  if (part !== 'value') throw wrong('a count is needed: use Sum or SampleCount')
  if (query.kind === 'series') return { kind: 'each', terms: [only] }
  if (only.stat === 'Minimum') return { kind: 'least', terms: [only] }
  if (only.stat === 'Maximum') return { kind: 'most', terms: [only] }
  throw wrong(
    `${only.stat} of several minutes has no meaning as one number: use Sum, SampleCount, Minimum or Maximum, or kind quantile with buckets(…)`,
  )
}

function dimensionsIn(text: string, wrong: (why: string) => Error): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const rest = text.replaceAll(
    /([\w.\- ]+?)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/g,
    (_, name: string, value: string) => {
      found[name.trim()] = value.replaceAll(/\\(.)/g, '$1')
      return ''
    },
  )
  if (rest.trim() !== '') throw wrong(`dimensions must be like {TargetGroup="$arm"}, got {${text}}`)
  return found
}
