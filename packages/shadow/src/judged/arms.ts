import type { Arm } from '@sluice/verdict'
import { countOf, pointsOf, type Distribution } from '../tally/distribution.ts'
import { totalOf } from '../tally/exact-sum.ts'

/**
 * What was measured in one arm: for a mean its exact value with the spread, for a quantile the values as a histogram whose
 * bounds they are; beyond 1,000 distinct ones those are middles of bins.
 */
export function measuredArm(about: 'mean' | 'quantile', measured: Distribution | undefined): Arm {
  const data = measured?.data()
  const n = data === undefined ? 0 : countOf(data)
  if (data === undefined || n === 0) {
    return { kind: 'absent', absence: data !== undefined && data.odd > 0 ? 'not_a_number' : 'no_data' }
  }
  const points = pointsOf(data)
  if (about === 'quantile') {
    return {
      kind: 'histogram',
      bounds: points.map(([value]) => value),
      counts: [...points.map(([, count]) => count), 0],
    }
  }
  const mean = totalOf(data.sum) / n
  return {
    kind: 'summary',
    n,
    mean,
    m2: points.reduce((sum, [at, count]) => sum + count * (at - mean) ** 2, 0),
  }
}

/** Events among trials. */
export function shareArm(events: number, trials: number): Arm {
  return trials === 0 ? { kind: 'absent', absence: 'no_data' } : { kind: 'proportion', events, trials }
}
