import type { ArmNames } from '@sluice/rollout'
import type { MetricPolicy, Policy, Samples } from '@sluice/verdict'

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
