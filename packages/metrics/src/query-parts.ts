import { UserError } from '@sluice/action'
import { METRIC_KINDS, textsProblem, type QueryPart } from '@sluice/verdict'
import type { MetricQuery } from './contract.ts'

/**
 * The texts to ask for. Throws `BAD_QUERY` when one is missing, or when both arms would get the same answer because the
 * arm is told from the text alone and the text does not name it.
 */
export function partsOf(query: MetricQuery, armInText = true): readonly QueryPart[] {
  const { parts } = METRIC_KINDS[query.kind]
  const none = parts.every((part) => query[part] === undefined)
  const problem = none ? `kind ${query.kind} needs ${parts.join(', ')}` : textsProblem(query.kind, query)
  if (problem !== undefined) throw badQuery(query, problem)
  // An exposure may be a constant (a duration); a scalar may be judged against a limit alone.
  const same = parts.filter((part) => part !== 'exposure' && !ARM.test(query[part] ?? ''))
  if (armInText && query.kind !== 'scalar' && same.length > 0) {
    throw badQuery(query, `${same.join(', ')} must contain $arm, or both arms are given the same numbers`)
  }
  return parts
}

const ARM = /\$arm\b|\$\{arm(:regex)?\}/

/**
 * The PromQL for one arm and one slot. `$arm` is escaped as it must be between quotes, and `${arm:regex}` also for
 * `=~`, so that a version `1.2` does not match `1x2`. A window is like `30s`.
 */
export function fillIn(text: string, arm: string, windowMs: number): string {
  const quoted = (name: string): string =>
    name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  const pattern = arm.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const window = windowMs % 1000 === 0 ? `${windowMs / 1000}s` : `${windowMs}ms`
  return text
    .replaceAll(/\$\{arm:regex\}/g, () => quoted(pattern))
    .replaceAll(/\$arm\b|\$\{arm\}/g, () => quoted(arm))
    .replaceAll(/\$window\b|\$\{window\}/g, () => window)
}

/** A query that no server could answer; the metric is named. */
export function badQuery(query: MetricQuery, problem: string): UserError {
  return new UserError(
    'BAD_QUERY',
    `metric ${JSON.stringify(query.name)}: ${problem}`,
    'Fix it in `metrics`.',
  )
}
