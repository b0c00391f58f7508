import { deliberateWith } from '@sluice/judge'
import type { TwoArms } from '@sluice/stats'
import { type Outcome, type Policy, type Samples } from '@sluice/verdict'
import { samplesOf } from './traffic.ts'

/** How a rollout ended, and at which look (from 1; 0 while open). */
export interface End {
  readonly outcome: Outcome
  readonly look: number
}

/** Sluice's own judge, all of it: guards, margins, latch. */
export function judgeSamples(policy: Policy, samples: readonly Samples[]): End {
  const byName = new Map(samples.map((each) => [each.metric, each]))
  const { evidence, look } = deliberateWith(
    policy,
    policy.metrics,
    (metric) => byName.get(metric.name),
    ({ metric, ruling }) => (metric.critical ? (ruling?.finding ?? 'unknown') : 'fine'),
  )
  const worse = evidence.includes('worse')
  const fine = evidence.every((finding) => finding === 'fine')
  return { outcome: worse ? 'fail' : fine ? 'pass' : 'inconclusive', look }
}

/** The same for a policy of one error rate. */
export function judgeRollout(policy: Policy, rollout: readonly TwoArms[]): End {
  return judgeSamples(policy, [samplesOf(policy.metrics[0]?.name ?? '', rollout)])
}
