import type { Arm } from '@sluice/verdict'
import { ACCURACY, countOf, ratioIndexOf, type DistributionData } from '../tally/distribution.ts'

/** A distribution as an arm of a block: exact counts as a histogram whose bounds are the values, else a sketch. */
export function armOf(data: DistributionData | undefined): Arm {
  if (data === undefined || countOf(data) === 0) {
    return data !== undefined && data.odd > 0
      ? { kind: 'absent', absence: 'not_a_number' }
      : { kind: 'absent', absence: 'no_data' }
  }
  if (data.exact) {
    return {
      kind: 'histogram',
      bounds: data.counts.map(([value]) => value),
      counts: [...data.counts.map(([, count]) => count), 0],
    }
  }
  const positive = data.counts.filter(([bin]) => bin > 0)
  return {
    kind: 'sketch',
    accuracy: ACCURACY,
    zeros: countOf(data) - positive.reduce((sum, [, count]) => sum + count, 0),
    bins: positive.map(([bin, count]) => [ratioIndexOf(bin), count] as const),
  }
}

/** Events among trials. */
export function shareArm(events: number, trials: number): Arm {
  return trials === 0 ? { kind: 'absent', absence: 'no_data' } : { kind: 'proportion', events, trials }
}
