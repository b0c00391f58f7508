import type { Io } from '@sluice/action'
import { learnHistories, learnsNoise } from '@sluice/judge'
import type { MetricSource } from '@sluice/metrics'
import type { ArmNames, RolloutPlan } from '@sluice/rollout'
import { detailsOf } from './plan.ts'

/** More intervals than these teach little, and cost the server much. */
const MOST_INTERVALS = 1440
const LONGEST_MS = 30_000

/**
 * The plan with what the baseline's past says about noise: the last whole intervals before now, at most 1,440. Where
 * nothing can be learned the plan stays as it is, noise is presumed, and the log says why. Rejects never.
 */
export async function learnNoise(
  plan: RolloutPlan,
  source: MetricSource,
  { baseline }: ArmNames,
  pastMs: number,
  io: Io,
): Promise<RolloutPlan> {
  const details = detailsOf(plan)
  const names = details?.policy.metrics.filter(learnsNoise).map(({ name }) => name) ?? []
  if (details === undefined || pastMs === 0 || names.length === 0) return plan
  if (source.past === undefined) {
    io.log.info(
      'This source cannot read the past, so the noise within each version is assumed, not measured.',
    )
    return plan
  }
  const { intervalMs } = plan
  const to = Math.floor((io.now() - source.lagMs) / intervalMs) * intervalMs
  const from = to - Math.min(MOST_INTERVALS, Math.floor(pastMs / intervalMs)) * intervalMs
  const queries = details.queries.filter(({ name }) => names.includes(name))
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(LONGEST_MS)])
  try {
    const past = await source.past(queries, { arm: baseline, from, to, intervalMs }, signal)
    const { policy, missing } = learnHistories(details.policy, past)
    for (const sentence of missing) io.log.info(sentence)
    for (const { metric, notes = [] } of past)
      for (const note of notes) io.log.info(`The past of "${metric}": ${note}`)
    return { ...plan, details: { ...details, policy } }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    io.log.info(`The past of the metrics could not be read, so the noise is assumed, not measured: ${why}`)
    return plan
  }
}
