import type { ShadowFigure } from '@sluice/verdict'
import type { CrossCells } from '../contract.ts'
import type { ScoreCounts } from '../score-counts.ts'
import { kappa } from '../kappa.ts'
import { areaUnderCurve, averagePrecision, averagePrecisionInterval, type Scored } from '../score-measures.ts'
import { pointsOf, type Distribution, type DistributionData } from '../../tally/distribution.ts'
import { totalOf } from '../../tally/exact-sum.ts'
import { meanFigure, meanOf, normalFigure } from './mean.ts'

/** What only classifiers have: kappa, scores, how well they rank and how well they are calibrated. */
export function classFigures(
  cells: CrossCells,
  shift: Distribution,
  { stable, candidate }: { readonly stable: ScoreCounts; readonly candidate: ScoreCounts },
  confidence: number,
): readonly ShadowFigure[] {
  const agreement = kappa(cells)
  return [
    ...(agreement === undefined ? [] : [normalFigure("Cohen's kappa", agreement, confidence)]),
    ...meanFigure('score shift', shift, confidence),
    ...(stable.n === 0 ? [] : scoreFigures(stable, candidate, confidence)),
  ].filter(({ value }) => Number.isFinite(value))
}

function scoreFigures(
  stable: ScoreCounts,
  candidate: ScoreCounts,
  confidence: number,
): readonly ShadowFigure[] {
  const [before, after] = [scored(stable), scored(candidate)]
  const precision = averagePrecision(after)
  return [
    { ...normalFigure('Brier score', brier(candidate), confidence), stable: brier(stable).value },
    { ...normalFigure('log-loss', logLoss(candidate), confidence), stable: logLoss(stable).value },
    {
      ...normalFigure('calibration error', calibrationError(candidate), confidence),
      stable: calibrationError(stable).value,
    },
    {
      ...normalFigure('area under the ROC curve', areaUnderCurve(after), confidence),
      stable: areaUnderCurve(before).value,
    },
    {
      name: 'average precision',
      value: precision,
      ...averagePrecisionInterval(precision, candidate.positives.n, confidence),
      stable: averagePrecision(before),
    },
  ]
}

function brier({ n, brier: sum, brierSquared }: ScoreCounts) {
  return meanOf(n, totalOf(sum), totalOf(brierSquared))
}

function logLoss({ n, logLoss: sum, logLossSquared }: ScoreCounts) {
  return meanOf(n, totalOf(sum), totalOf(logLossSquared))
}

/** Mean distance of score and truth over the bins; its error is that of the positives in each, the scores taken as given. */
function calibrationError({ n, bins }: ScoreCounts) {
  const value = bins.reduce((sum, bin) => sum + Math.abs(totalOf(bin.score) - bin.positives), 0) / n
  const variance = bins.reduce(
    (sum, bin) => sum + (bin.n === 0 ? 0 : bin.positives * (1 - bin.positives / bin.n)),
    0,
  )
  return { value, error: Math.sqrt(variance) / n }
}

function scored({ positives, negatives }: ScoreCounts): readonly Scored[] {
  return grouped(positives.data(), negatives.data())
}

function grouped(positives: DistributionData, negatives: DistributionData): readonly Scored[] {
  const groups = new Map<number, { positives: number; negatives: number }>()
  for (const [score, count] of pointsOf(positives)) groups.set(score, { positives: count, negatives: 0 })
  for (const [score, count] of pointsOf(negatives)) {
    groups.set(score, { positives: groups.get(score)?.positives ?? 0, negatives: count })
  }
  return [...groups].map(([score, counts]) => ({ score, ...counts })).sort((a, b) => b.score - a.score)
}
