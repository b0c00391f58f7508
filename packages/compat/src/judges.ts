import type { Field } from '@sluice/action'
import {
  judgeEach,
  judgeWith,
  metricsFieldWith,
  metricsSchemaWith,
  ownJudges,
  parseMetricsWith,
  rejudgeWith,
  type Judges,
  type ParsedMetrics,
} from '@sluice/judge'
import type { Evidence, Policy, Samples, Verdict } from '@sluice/verdict'
import { judgeThreshold } from './argo/threshold-judge.ts'
import { readThresholdSettings } from './argo/threshold-settings.ts'
import { judgeKayenta, readKayentaSettings } from './kayenta/kayenta-judge.ts'

/** Every judge a metric may name: ours, and those that follow the rules of Argo Rollouts and Kayenta. */
export const judges: Judges = {
  ...ownJudges,
  threshold: {
    judge: judgeEach((_policy, metric, samples) => judgeThreshold(metric, samples)),
    checkSettings: readThresholdSettings,
  },
  kayenta: {
    judge: judgeEach((_policy, metric, samples) => judgeKayenta(metric, samples)),
    checkSettings: readKayentaSettings,
  },
}

/** One evidence for each metric of a policy, by any judge; see `judgeWith`. */
export function judge(policy: Policy, samples: readonly Samples[]): readonly Evidence[] {
  return judgeWith(judges, policy, samples)
}

/** Where the evidence of a verdict differs from what its samples give, by any judge; see `rejudgeWith`. */
export function rejudge(verdict: Verdict): readonly string[] {
  return rejudgeWith(judges, verdict)
}

/** Reads a list of metrics that may name any judge. Throws `Unacceptable` with a line for every problem. */
export function parseMetrics(data: unknown): ParsedMetrics {
  return parseMetricsWith(judges, data)
}

/** The `metrics` input of an action. */
export const metricsField: Field<ParsedMetrics> = metricsFieldWith(judges)

/** JSON Schema of a list of metrics, for editors. */
export function metricsSchema(): object {
  return metricsSchemaWith(judges)
}
