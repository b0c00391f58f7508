import { adjustP } from '@sluice/stats'
import type { Evidence, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { concludeDraft, missing, type Draft } from './finding.ts'
import { draftBudget } from './judge-budget.ts'
import { draftChange } from './judge-change.ts'
import { draftDiffy } from './judge-diffy.ts'
import { draftDistance } from './judge-distance.ts'
import { draftLimit } from './judge-limit.ts'
import { draftPaired } from './judge-paired.ts'
import { draftRates } from './judge-rates.ts'

type Drafter = (policy: MetricPolicy, samples: Samples, confidence: number) => Draft

/** What a metric asks, as `settings.test`. */
const TESTS: Readonly<Record<string, Drafter>> = {
  /** A difference of paired rates. */
  difference: draftPaired,
  /** A difference of rates of which one is known for fewer pairs. */
  rates: draftRates,
  /** A mean change on the same inputs. */
  change: draftChange,
  /** Values that lie further from the primary's than its own repeat's do. */
  distance: draftDistance,
  /** A rate within a budget. */
  budget: draftBudget,
  /** A limit kept. */
  limit: draftLimit,
  /** Diffy's filter. */
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
  return drafts.map((each) => concludeDraft(each, byDraft.get(each) ?? each.p, confidence))
}

function draft(metric: MetricPolicy, samples: Samples | undefined, confidence: number): Draft {
  if (samples === undefined) return missing(metric, { metric: metric.name, blocks: [] }, 'no_data')
  const test = metric.settings?.['test']
  const drafter = typeof test === 'string' && Object.hasOwn(TESTS, test) ? TESTS[test] : undefined
  return drafter?.(metric, samples, confidence) ?? missing(metric, samples, 'wrong_samples')
}
