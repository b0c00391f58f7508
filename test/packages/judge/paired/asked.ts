import { judge } from '@sluice/compat'
import type { Arm, Evidence, MetricPolicy, Policy } from '@sluice/verdict'

/** One question to the judge of pairs. */
export interface Asked {
  readonly test: string
  readonly margin: number
  readonly baseline: Arm
  readonly candidate: Arm
  readonly paired?: { readonly candidateOnly: number; readonly baselineOnly: number }
  readonly kind?: MetricPolicy['kind']
  readonly quantile?: number
  readonly of?: 'unit' | 'baseline'
}

export const share = (events: number, trials: number): Arm => ({ kind: 'proportion', events, trials })

/** Judges some questions together. */
export function judged(asked: readonly Asked[], confidence = 0.95): readonly Evidence[] {
  const metrics = asked.map(
    ({ test: name, margin, kind = 'proportion', quantile, of = 'unit' }, i): MetricPolicy => ({
      name: `metric ${i}`,
      kind,
      worse: 'higher',
      margin: { value: margin, of },
      critical: true,
      weight: 1,
      judge: 'paired',
      ...(quantile === undefined ? {} : { quantile }),
      settings: { test: name },
    }),
  )
  const policy: Policy = { confidence, minTrials: 0, failWhen: 'any-regression', stages: 1, metrics }
  const samples = asked.map(({ baseline, candidate, paired }, i) => ({
    metric: `metric ${i}`,
    blocks: [
      { from: 0, to: 1, weight: 100, baseline, candidate, ...(paired === undefined ? {} : { paired }) },
    ],
  }))
  return judge(policy, samples)
}
