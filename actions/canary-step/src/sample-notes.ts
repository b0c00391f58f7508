import type { ArmNames } from '@sluice/rollout'
import type { MetricPolicy, Policy, Samples, Verdict } from '@sluice/verdict'
import type { Interval } from './slots.ts'

const NOTE =
  'The router keeps each user with one version, and this metric counts requests: habits of a few users can look like a change. Judge by `units: users`.'

/** Whether a metric is judged by requests although it could be judged by users. */
export function countsRequests({ kind, units, judge }: MetricPolicy): boolean {
  return units === undefined && judge === 'sequential' && (kind === 'proportion' || kind === 'mean')
}

/** Samples that say what a router that keeps users with a version does to them; the note travels in the verdict. */
export function underSticky(
  samples: readonly Samples[],
  { metrics }: Policy,
  sticky: boolean,
): readonly Samples[] {
  if (!sticky) return samples
  const told = new Set(metrics.filter(countsRequests).map(({ name }) => name))
  return samples.map((each) =>
    told.has(each.metric) ? { ...each, notes: [...(each.notes ?? []), NOTE] } : each,
  )
}

/** Samples that say which two versions were compared, where the baseline is a control beside all of the stable traffic. */
export function besideControl(
  samples: readonly Samples[],
  { share }: Policy,
  { baseline, candidate }: ArmNames,
): readonly Samples[] {
  if (share === undefined) return samples
  const part = `${Number((100 * share).toFixed(2))}%`
  const note = `"${candidate}" was compared with the control "${baseline}" only. "${candidate}" should get ${part} of the requests of these two.`
  return samples.map((each) => ({ ...each, notes: [...(each.notes ?? []), note] }))
}

/** A fail within so many intervals after a change of weight may be that of a version that is slow at first. */
const EARLY = 5

/**
 * Samples of metrics that failed right after the weight changed, where no warm-up is set: the note says that a slow start looks
 * the same. Three cold intervals cannot be told from harm. The samples themselves where there is nothing to say.
 */
export function afterColdStart(
  samples: readonly Samples[],
  { evidence }: Verdict,
  warmUpMs: number,
  intervals: readonly Interval[],
): readonly Samples[] {
  const weight = intervals.at(-1)?.weight
  const since = intervals.length - 1 - intervals.findLastIndex((each) => each.weight !== weight)
  const failed = new Set(
    evidence.flatMap(({ metric, finding, reason }) =>
      finding === 'worse' && reason !== 'certain_harm' ? [metric] : [],
    ),
  )
  if (warmUpMs > 0 || since > EARLY || failed.size === 0) return samples
  const note = `The candidate failed in the first ${since} intervals after it got ${String(weight)}% of the traffic. If it is slow right after its start, set \`warm-up\`.`
  return samples.map((each) =>
    failed.has(each.metric) ? { ...each, notes: [...(each.notes ?? []), note] } : each,
  )
}
