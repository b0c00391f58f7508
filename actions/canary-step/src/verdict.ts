import { judge } from '@sluice/compat'
import type { RolloutPlan } from '@sluice/rollout'
import {
  conclude,
  digestOf,
  type Arm,
  type Block,
  type Exposed,
  type Policy,
  type Samples,
  type Subject,
  type Verdict,
} from '@sluice/verdict'
import { detailsOf } from './plan.ts'

/** Judges samples as a verdict of canary-step; the same blocks give the same verdict, whoever asks and when. */
export function verdictOf(
  subject: Subject,
  policy: Policy,
  samples: readonly Samples[],
  window: { readonly from: number; readonly to: number },
): Verdict {
  const evidence = judge(policy, samples)
  const exposed = exposedIn(samples, policy.share !== undefined)
  return {
    schema: 1,
    action: 'canary-step',
    subject,
    ...conclude(evidence),
    evidence,
    window,
    policy: { digest: digestOf(policy), document: policy },
    ...(exposed === undefined ? {} : { exposed }),
  }
}

/** The verdict of a run that has not looked: nothing was measured. */
export function emptyVerdict(subject: Subject, plan: RolloutPlan, now: number): Verdict {
  const policy = detailsOf(plan)?.policy ?? {
    confidence: 0.95,
    minTrials: 1,
    failWhen: 'beyond-margin',
    stages: 1,
    metrics: [],
  }
  return verdictOf(subject, policy, [], { from: now, to: now })
}

/**
 * Requests that met the candidate, by the metric that saw the most of them; undefined when none counts requests. Beside a
 * control the metrics do not show all requests, so how many there were follows from the weights.
 */
export function exposedIn(samples: readonly Samples[], control = false): Exposed | undefined {
  const seen = samples.map(({ blocks }) => ({
    candidate: Math.round(sum(blocks.map((block) => trialsOf(block.candidate)))),
    baseline: Math.round(sum(blocks.map((block) => (control ? othersOf(block) : trialsOf(block.baseline))))),
  }))
  const most = seen.reduce((a, b) => (b.candidate + b.baseline > a.candidate + a.baseline ? b : a), {
    candidate: 0,
    baseline: 0,
  })
  const all = most.candidate + most.baseline
  return all === 0 ? undefined : { requests: most.candidate, share: most.candidate / all }
}

/** Requests that an arm counts; 0 where it counts none. */
export function trialsOf(arm: Arm): number {
  switch (arm.kind) {
    case 'proportion':
      return arm.trials
    case 'histogram':
      return sum(arm.counts)
    case 'sketch':
      return arm.zeros + sum(arm.bins.map(([, count]) => count))
    case 'count':
    case 'summary':
    case 'values':
    case 'scalar':
    case 'absent':
      return 0
  }
}

/** Requests of all others in a block, by the candidate's weight. */
function othersOf({ candidate, weight }: Block): number {
  return weight > 0 ? trialsOf(candidate) * (100 / weight - 1) : 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
