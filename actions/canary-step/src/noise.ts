import type { Io } from '@sluice/action'
import type { MetricSource } from '@sluice/metrics'
import { learnPast, type ArmNames, type RolloutPlan } from '@sluice/rollout'
import { detailsOf } from './plan.ts'

/** The plan with what the baseline's past says about noise, as `learnPast` finds it. Rejects never. */
export async function learnNoise(
  plan: RolloutPlan,
  source: MetricSource,
  { baseline }: ArmNames,
  pastMs: number,
  io: Io,
): Promise<RolloutPlan> {
  const details = detailsOf(plan)
  if (details === undefined) return plan
  const { policy, queries } = details
  const wish = { arm: baseline, intervalMs: plan.intervalMs, pastMs }
  const metrics = await learnPast(policy.metrics, queries, source, wish, io)
  return { ...plan, details: { ...details, policy: { ...policy, metrics } } }
}
