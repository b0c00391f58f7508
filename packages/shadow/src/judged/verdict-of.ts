import {
  digestOf,
  conclude,
  type Evidence,
  type Policy,
  type Samples,
  type Subject,
  type Verdict,
} from '@sluice/verdict'
import type { Comparison } from '../comparison.ts'
import { detailsOf, type Conduct } from '../details/details.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import type { ShadowSettings } from './settings.ts'
import { metricsOf } from './metrics.ts'

/** How samples become evidence; `judge` of `@sluice/judge`. */
export type PairedJudge = (policy: Policy, samples: readonly Samples[]) => readonly Evidence[]

/** The verdict on a comparison. A pure function of the counts and the settings. */
export function shadowVerdict(
  summary: ShadowSummary,
  comparison: Comparison,
  settings: ShadowSettings,
  {
    subject,
    conduct,
    judge,
  }: { readonly subject: Subject; readonly conduct: Conduct; readonly judge: PairedJudge },
): Verdict {
  const metrics = metricsOf(summary, comparison, settings)
  const policy: Policy = {
    confidence: settings.confidence,
    minTrials: 0,
    failWhen: 'any-regression',
    stages: 1,
    metrics: metrics.map((metric) => metric.policy),
  }
  const evidence = judge(
    policy,
    metrics.map(({ samples }) => samples),
  )
  return {
    schema: 1,
    action: 'shadow-compare',
    subject,
    ...conclude(evidence),
    evidence,
    window: settings.window,
    policy: { digest: digestOf(policy), document: policy },
    details: detailsOf(summary, comparison, evidence, conduct, settings.confidence),
  }
}

/** Decision of the action for an outcome. */
export function decisionOf(outcome: Verdict['outcome']): 'accept' | 'reject' | 'undecided' {
  if (outcome === 'pass') return 'accept'
  return outcome === 'fail' ? 'reject' : 'undecided'
}
