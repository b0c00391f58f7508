import { judge } from '@sluice/compat'
import { conclude, digestOf, type Policy, type Samples, type Verdict } from '@sluice/verdict'

const policy: Policy = {
  confidence: 0.95,
  minTrials: 100,
  failWhen: 'beyond-margin',
  stages: 1,
  metrics: [
    {
      name: 'error rate',
      kind: 'proportion',
      worse: 'higher',
      margin: { value: 0.01, of: 'unit' },
      critical: true,
      weight: 1,
      judge: 'sequential',
    },
  ],
}

const MINUTES = 10

/** A verdict by the real judge: `errors` of 20,000 candidate requests failed in ten minutes, next to 20 of 20,000. */
export function judgedVerdict(
  subject: Verdict['subject'],
  errors: number,
  to: number,
  action = 'canary-step',
): Verdict {
  const samples: Samples = {
    metric: 'error rate',
    blocks: Array.from({ length: MINUTES }, (_, minute) => ({
      from: to - (MINUTES - minute) * 60_000,
      to: to - (MINUTES - minute - 1) * 60_000,
      weight: 50,
      baseline: { kind: 'proportion', events: 20 / MINUTES, trials: 20_000 / MINUTES },
      candidate: { kind: 'proportion', events: errors / MINUTES, trials: 20_000 / MINUTES },
    })),
  }
  const evidence = judge(policy, [samples])
  return {
    schema: 1,
    action,
    subject,
    ...conclude(evidence),
    evidence,
    window: { from: to - 600_000, to },
    policy: { digest: digestOf(policy), document: policy },
  }
}
