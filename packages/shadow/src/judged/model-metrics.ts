import type { Comparison } from '../comparison.ts'
import type { AnswerGuard, TruthRequirement } from '../kinds/contract.ts'
import { ANSWER_KINDS, type KindName } from '../kinds/registry.ts'
import { labelled, type Agreement } from '../kinds/agreement.ts'
import { lossChanges, stableLosses, type Loss } from '../kinds/loss.ts'
import type { ModelTally } from '../kinds/model-tally.ts'
import { ABOUT_MODELS, type ShadowRequirement, type ShareRequirement } from '../inputs/requirements.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import { shareArm } from './arms.ts'
import { differenceMetric, metric, type Metric } from './metric.ts'
import type { ShadowSettings } from './settings.ts'

/** Largest tolerated loss where the truth is known, unless the user says otherwise: a point, or a twentieth of the error. */
const MOST: Readonly<Record<TruthRequirement, number>> = {
  'accuracy loss': 0.01,
  'error growth': 0.05,
  'gain loss': 0.01,
}

/**
 * What decides about a model: where the truth is known, the loss on the same inputs; otherwise how often it disagrees with
 * the stable one, beyond what the stable one disagrees with itself. The other of the two is shown and does not decide,
 * unless it is required. What is required and cannot be known is asked all the same, and stays unknown.
 */
export function modelMetrics(
  summary: ShadowSummary,
  comparison: Comparison,
  settings: ShadowSettings,
): readonly Metric[] {
  const found = summary.model === undefined ? [] : known(summary.model, comparison, settings)
  const unknown = ABOUT_MODELS.flatMap((about) => {
    const limit = limitOf(settings.requirements, about)
    const isFound = found.some(({ policy }) => policy.name === about)
    return limit === undefined || isFound ? [] : [unanswered(about, limit, settings)]
  })
  return [...found, ...unknown]
}

function known(model: ModelTally, { kind, noise }: Comparison, settings: ShadowSettings): readonly Metric[] {
  const { overall, differed, repeated } = model
  const truth = truthMetric(kind, overall, settings)
  const limit = limitOf(settings.requirements, 'disagreement')
  const disagrees = differenceMetric(
    'disagreement',
    differed,
    { compared: overall.agreement.n, repeated },
    noise,
    settings,
    limit ?? settings.maxDifferenceRate,
  )
  const critical = truth === undefined || limit !== undefined
  const disagreement = { ...disagrees, policy: { ...disagrees.policy, critical } }
  const guarded = guardsOf(model).map((guard) => guardMetric(guard, settings))
  return truth === undefined
    ? [disagreement, ...guarded]
    : [truth, ...recallMetrics(model, settings), disagreement, ...guarded]
}

/** What is guarded: where the truth is known, without what is only told by how far answers moved. */
function guardsOf({ detail, overall }: ModelTally): readonly AnswerGuard[] {
  const isLabelled = labelled(overall.agreement) > 0 || overall.loss.n > 0
  return (detail.guards?.() ?? []).filter(
    (guard) => !(isLabelled && guard.about === 'change' && guard.unlessLabelled === true),
  )
}

/** Whether more is seen of a guarded change than its margin; less needs no proof, and decides nothing. */
function exceeds(guard: AnswerGuard): boolean {
  if (guard.about === 'share') return (guard.candidateOnly - guard.stableOnly) / guard.n > guard.margin
  const change = lossChanges(guard.loss)
  return change.kind === 'summary' && change.mean > guard.margin
}

function guardMetric(guard: AnswerGuard, settings: ShadowSettings): Metric {
  const { name, margin } = guard
  const critical = exceeds(guard)
  if (guard.about === 'change')
    return metric(
      { name, margin, test: 'change', kind: 'mean', critical },
      { baseline: stableLosses(guard.loss), candidate: lossChanges(guard.loss) },
      settings,
    )
  const { n, stableOnly, candidateOnly, both } = guard
  return metric(
    { name, margin, test: 'difference', critical },
    {
      baseline: shareArm(stableOnly + both, n),
      candidate: shareArm(candidateOnly + both, n),
      paired: { candidateOnly, baselineOnly: stableOnly },
    },
    settings,
  )
}

/** What to say of guarded changes that decide. */
export function guardsSaid(model: ModelTally | undefined): readonly string[] {
  if (model === undefined) return []
  return guardsOf(model).flatMap((guard) =>
    guard.about === 'share' && guard.said !== undefined && exceeds(guard) ? [guard.said] : [],
  )
}

/** Classes with fewer labels are too few to guard. */
const FEWEST_LABELS = 20
/** Largest loss of a class's recall: where more is seen, it decides. */
const MOST_RECALL_LOST = 0.05

/**
 * The recall of each class with enough labels, on the same inputs. It decides only where more is lost than tolerated: most
 * classes have too few labels to prove that nothing is.
 */
function recallMetrics(model: ModelTally, settings: ShadowSettings): readonly Metric[] {
  return truthsOf(model).map(([label, counts]) => {
    const n = labelled(counts)
    const { stableOnly, candidateOnly, neither } = counts
    return metric(
      {
        name: `recall(${label}) loss`,
        margin: MOST_RECALL_LOST,
        test: 'difference',
        critical: (stableOnly - candidateOnly) / n > MOST_RECALL_LOST,
      },
      {
        baseline: shareArm(candidateOnly + neither, n),
        candidate: shareArm(stableOnly + neither, n),
        paired: { candidateOnly: stableOnly, baselineOnly: candidateOnly },
      },
      settings,
    )
  })
}

function truthsOf({ detail }: ModelTally): readonly (readonly [string, Agreement])[] {
  return [...(detail.byTruth ?? [])]
    .filter(([, counts]) => labelled(counts) >= FEWEST_LABELS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Classes whose recall falls by more than is tolerated, with how many of them each model misses. */
export function missedClasses(model: ModelTally | undefined): readonly {
  readonly label: string
  readonly n: number
  readonly stable: number
  readonly candidate: number
}[] {
  if (model === undefined) return []
  return truthsOf(model).flatMap(([label, counts]) => {
    const n = labelled(counts)
    const [stable, candidate] = [counts.candidateOnly + counts.neither, counts.stableOnly + counts.neither]
    return (candidate - stable) / n > MOST_RECALL_LOST ? [{ label, n, stable, candidate }] : []
  })
}

function truthMetric(
  kind: KindName,
  overall: ModelTally['overall'],
  settings: ShadowSettings,
): Metric | undefined {
  const about = ANSWER_KINDS[kind].truth
  if (about === undefined) return undefined
  const limit = limitOf(settings.requirements, about) ?? MOST[about]
  if (about === 'accuracy loss')
    return labelled(overall.agreement) === 0 ? undefined : accuracyMetric(overall.agreement, limit, settings)
  return overall.loss.n === 0 ? undefined : lossMetric(about, overall.loss, limit, settings)
}

/** Wrong answers of both models on the same inputs; that is what "worse" counts. */
function accuracyMetric(a: Agreement, margin: number, settings: ShadowSettings): Metric {
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

/** By how much the candidate is further off than the stable model: of errors as a share of the stable model's, of gain in points. */
function lossMetric(name: TruthRequirement, loss: Loss, margin: number, settings: ShadowSettings): Metric {
  return metric(
    { name, margin, test: 'change', kind: 'mean', ofBaseline: name === 'error growth' },
    { baseline: stableLosses(loss), candidate: lossChanges(loss) },
    settings,
  )
}

function unanswered(about: ShareRequirement, limit: number, settings: ShadowSettings): Metric {
  const nothing = { kind: 'absent', absence: 'no_data' } as const
  return metric(
    { name: about, margin: limit, test: 'limit' },
    { baseline: nothing, candidate: nothing },
    settings,
  )
}

/** The strictest limit that was asked for. */
function limitOf(requirements: readonly ShadowRequirement[], about: ShareRequirement): number | undefined {
  const limits = requirements.filter((requirement) => requirement.about === about).map(({ limit }) => limit)
  return limits.length === 0 ? undefined : Math.min(...limits)
}
