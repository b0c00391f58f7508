import type { FailWhen, MetricPolicy, Policy } from '@sluice/verdict'
import { judgedRungs } from './plan.ts'

/** The policy of this rollout: what the inputs say about all metrics, and the metrics themselves. */
export function policyOf(
  input: {
    readonly confidence: number
    readonly 'min-trials': number
    readonly 'fail-when': FailWhen
    readonly judge: string
  },
  metrics: readonly MetricPolicy[],
  ladder: readonly number[],
): Policy {
  return {
    confidence: input.confidence,
    minTrials: input['min-trials'],
    failWhen: input['fail-when'],
    stages: judgedRungs(ladder).length,
    metrics,
  }
}
