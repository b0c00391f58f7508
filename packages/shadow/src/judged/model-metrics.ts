import type { Comparison } from '../comparison.ts'
import { labelled, type Agreement } from '../models/agreement.ts'
import type { Requirement } from '../requirements.ts'
import type { Summary } from '../tally/summary.ts'
import { shareArm } from './arms.ts'
import { budgetMetric, metric, type Metric, type Settings } from './metrics.ts'

/** Largest tolerated loss of accuracy, unless the user says otherwise: one point. */
const MAX_ACCURACY_LOSS = 0.01

/**
 * What decides about a model: where the truth is known, the loss of accuracy on the same inputs; otherwise how often it
 * disagrees with the stable one. The other of the two is shown and does not decide, unless it is required.
 */
export function modelMetrics(summary: Summary, _: Comparison, settings: Settings): readonly Metric[] {
  const { model } = summary
  if (model === undefined) return []
  const known = labelled(model.overall) > 0
  const disagreement = limitOf(settings.requirements, 'disagreement')
  const disagrees = budgetMetric(
    'disagreement',
    model.overall.n - model.overall.agreed,
    model.overall.n,
    settings,
    disagreement ?? settings.maxDifferenceRate,
  )
  const critical = !known || disagreement !== undefined
  const agreement = { ...disagrees, policy: { ...disagrees.policy, critical } }
  if (!known) return [agreement]
  const limit = limitOf(settings.requirements, 'accuracy loss') ?? MAX_ACCURACY_LOSS
  return [accuracyMetric(model.overall, limit, settings), agreement]
}

/** Wrong answers of both models on the same inputs; that is what "worse" counts. */
function accuracyMetric(a: Agreement, margin: number, settings: Settings): Metric {
  const n = labelled(a)
  return metric(
    { name: 'accuracy loss', margin, test: 'difference' },
    {
      baseline: shareArm(a.candidateOnly + a.neither, n),
      candidate: shareArm(a.stableOnly + a.neither, n),
      paired: { candidateOnly: a.stableOnly, baselineOnly: a.candidateOnly },
    },
    settings,
  )
}

function limitOf(requirements: readonly Requirement[], about: Requirement['about']): number | undefined {
  return requirements.find((requirement) => requirement.about === about)?.limit
}
