import type { QueryPart } from '@sluice/verdict'
import { Unacceptable } from '@sluice/action'
import { badQuery, fillIn, partsOf } from '../query-parts.ts'
import type { Reading } from '../reading.ts'
import type { MetricQuery, Span } from '../contract.ts'
import { readingsOf, type History } from './history.ts'
import type { ArmName, Wanted } from './observer.ts'
import { parseSelector, type Selector } from './selector.ts'
import { bucketed, growth, summed, type SeriesAt } from './series.ts'

/** One text of a metric, for one arm: a selector, or a constant where an exposure is one. */
export type Part = { readonly part: QueryPart; readonly arm: ArmName } & (
  | { readonly kind: 'selector'; readonly wanted: Wanted }
  | { readonly kind: 'constant'; readonly value: number }
)

/** What to look for in both arms' pages. Throws `BAD_QUERY` for a text that this source cannot read. */
export function partsFor(query: MetricQuery, span: Span, armInText: boolean): readonly Part[] {
  const parts = partsOf(query, armInText)
  if (parts.includes('stddev'))
    throw badQuery(
      query,
      'a /metrics page does not show the spread of single values: use kind quantile with a histogram',
    )
  return (['baseline', 'candidate'] as const).flatMap((arm) =>
    parts.map((part): Part => {
      const text = fillIn(query[part] ?? '', span[arm], span.intervalMs).trim()
      if (part === 'exposure' && /^\d+(\.\d+)?$/.test(text)) {
        return { part, arm, kind: 'constant', value: Number(text) }
      }
      const selector = selectorIn(query, part, text)
      return {
        part,
        arm,
        kind: 'selector',
        // The name too: of two slots that alternate, either has been the baseline.
        wanted: { key: JSON.stringify([arm, span[arm], part, text]), arm, selector },
      }
    }),
  )
}

function selectorIn(query: MetricQuery, part: QueryPart, text: string): Selector {
  try {
    const selector = parseSelector(text)
    const bare = part === 'histogram' && !selector.name.endsWith('_bucket')
    return bare ? { ...selector, name: `${selector.name}_bucket` } : selector
  } catch (error) {
    if (error instanceof Unacceptable) throw badQuery(query, `${part} ${error.message}`)
    throw error
  }
}

/** One reading per slot. Counters are read as what they grew by, gauges (`value`) as what they were at the slot's end. */
export function readPart(
  query: MetricQuery,
  part: Part,
  history: (wanted: Wanted) => History,
  span: Span,
): readonly Reading[] {
  if (part.kind === 'constant') return span.slots.map(() => ({ kind: 'numbers', values: [part.value] }))
  const { wanted } = part
  const read = (before: SeriesAt, after: SeriesAt): Reading => {
    if (part.part === 'histogram') return bucketed(growth(before, after))
    if (part.part !== 'value') return summed(growth(before, after).values())
    const values = Object.values(after.values)
    if (query.kind === 'scalar') return summed(values)
    return values.length === 0 ? { kind: 'nothing' } : { kind: 'numbers', values }
  }
  const zero: Reading = { kind: 'numbers', values: [0] }
  return readingsOf(history(wanted), span, read).map((reading) =>
    reading.kind === 'nothing' && wanted.selector.orZero ? zero : reading,
  )
}
