import { UserError } from '@sluice/action'
import type { MetricKind } from '@sluice/verdict'
import { QUERY_PARTS, type MetricQuery, type QueryPart, type Slot } from './contract.ts'

/** The sets of texts that make a metric of a kind; any one of a kind's sets will do. */
const NEEDED: Readonly<Record<MetricKind, readonly (readonly QueryPart[])[]>> = {
  proportion: [['events', 'trials']],
  count: [['events', 'exposure']],
  mean: [['n', 'mean', 'stddev'], ['histogram']],
  quantile: [['histogram']],
  series: [['value']],
  scalar: [['value']],
}

/**
 * The texts to ask for. Throws `BAD_QUERY` when one is missing, or when both arms would get the same answer because the
 * arm is told from the text alone and the text does not name it.
 */
export function partsOf(query: MetricQuery, armInText = true): readonly QueryPart[] {
  const sets = NEEDED[query.kind]
  const parts = sets.find((set) => set.every((part) => query[part] !== undefined))
  if (parts === undefined) {
    const given = QUERY_PARTS.filter((part) => query[part] !== undefined)
    const wanted = sets.map((set) => set.join(' and ')).join(', or ')
    throw badQuery(query, `a ${query.kind} needs ${wanted}, got ${given.join(', ') || 'none of them'}`)
  }
  // An exposure may be a constant (a duration); a scalar may be judged against a limit alone.
  const same = parts.filter((part) => part !== 'exposure' && !ARM.test(query[part] ?? ''))
  if (armInText && query.kind !== 'scalar' && same.length > 0) {
    throw badQuery(query, `${same.join(', ')} must contain $arm, or both arms are given the same numbers`)
  }
  return parts
}

const ARM = /\$arm\b|\$\{arm\}/

/** The text for one arm and one slot. The arm's name is escaped as it must be between quotes; a window is like `30s`. */
export function fillIn(text: string, arm: string, windowMs: number): string {
  const name = arm.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  const window = windowMs % 1000 === 0 ? `${windowMs / 1000}s` : `${windowMs}ms`
  return text
    .replaceAll(/\$arm\b|\$\{arm\}/g, () => name)
    .replaceAll(/\$window\b|\$\{window\}/g, () => window)
}

export function widthOf(slot: Slot): number {
  return slot.to - slot.from
}

/** A query that no server could answer; the metric is named. */
export function badQuery(query: MetricQuery, problem: string): UserError {
  return new UserError(
    'BAD_QUERY',
    `metric ${JSON.stringify(query.name)}: ${problem}`,
    'Fix it in `metrics`.',
  )
}
