import { adjustP } from '@sluice/stats'
import type { Evidence, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { conclude, missing, type Draft } from './finding.ts'
import { draftBudget } from './judge-budget.ts'
import { draftDiffy } from './judge-diffy.ts'
import { draftLimit } from './judge-limit.ts'
import { draftPaired } from './judge-paired.ts'

type Drafter = (policy: MetricPolicy, samples: Samples, confidence: number) => Draft

/** What a metric asks, as `settings.test`: a difference of paired rates, a rate within a budget, a limit kept, Diffy's filter. */
export const TESTS: Readonly<Record<string, Drafter>> = {
  difference: draftPaired,
  budget: draftBudget,
  limit: draftLimit,
  diffy: draftDiffy,
}

/**
 * Judges metrics that are looked at once and together. The chance that any sound one is called worse stays below
 * 1 - confidence (Holm over the critical ones); what is called fine is so by its own bound. Answers keep the order.
 */
export function judgeTogether(
  policy: Policy,
  metrics: readonly MetricPolicy[],
  samplesOf: (metric: MetricPolicy) => Samples | undefined,
): readonly Evidence[] {
  const { confidence } = policy
  const drafts = metrics.map((metric) => draft(metric, samplesOf(metric), confidence))
  // What has nothing against it can never be called worse, so it takes no share of the level.
  const asked = drafts.filter((each) => each.policy.critical && each.missing === undefined && each.p < 1)
  const adjusted = adjustP(
    asked.map(({ p }) => Math.min(1, Math.max(0, p))),
    'holm',
  )
  const byDraft = new Map(asked.map((each, i) => [each, adjusted[i] ?? 1]))
  return drafts.map((each) => conclude(each, byDraft.get(each) ?? each.p, confidence))
}

function draft(metric: MetricPolicy, samples: Samples | undefined, confidence: number): Draft {
  if (samples === undefined) return missing(metric, { metric: metric.name, blocks: [] }, 'no_data')
  const test = metric.settings?.['test']
  const drafter = typeof test === 'string' && Object.hasOwn(TESTS, test) ? TESTS[test] : undefined
  return drafter?.(metric, samples, confidence) ?? missing(metric, samples, 'wrong_samples')
}
