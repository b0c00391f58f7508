import { Distribution, type DistributionData } from '../tally/distribution.ts'
import { addTo, settled, totalOf, type ExactSum } from '../tally/exact-sum.ts'
import type { Plain } from './contract.ts'

/** Calibration is read in ten bins of equal width, closed on the right. */
const CALIBRATION_BINS = 10
/** RecordLog-loss takes probabilities no nearer to 0 and 1 than this, as scikit-learn does for doubles. */
const CLIP = 2 ** -52

/** What one arm's scores are worth where the truth is known. */
export interface ScoreCounts {
  brier: ExactSum
  brierSquared: ExactSum
  logLoss: ExactSum
  logLossSquared: ExactSum
  n: number
  readonly bins: { n: number; positives: number; score: ExactSum }[]
  readonly positives: Distribution
  readonly negatives: Distribution
}

/** The same as plain data. */
export interface ScoresData {
  readonly brier: ExactSum
  readonly brierSquared: ExactSum
  readonly logLoss: ExactSum
  readonly logLossSquared: ExactSum
  readonly n: number
  readonly bins: readonly { readonly n: number; readonly positives: number; readonly score: ExactSum }[]
  readonly positives: DistributionData
  readonly negatives: DistributionData
}

export function emptyScores(): ScoreCounts {
  return {
    brier: [],
    brierSquared: [],
    logLoss: [],
    logLossSquared: [],
    n: 0,
    bins: Array.from({ length: CALIBRATION_BINS }, () => ({ n: 0, positives: 0, score: [] })),
    positives: new Distribution(),
    negatives: new Distribution(),
  }
}

export function noteScore(into: ScoreCounts, score: number, positive: boolean): void {
  if (score < 0 || score > 1) return
  const truth = positive ? 1 : 0
  into.n++
  addTo(into.brier, (score - truth) ** 2)
  addTo(into.brierSquared, (score - truth) ** 4)
  const likelihood = Math.min(1 - CLIP, Math.max(CLIP, positive ? score : 1 - score))
  addTo(into.logLoss, -Math.log(likelihood))
  addTo(into.logLossSquared, Math.log(likelihood) ** 2)
  const bin = into.bins[Math.max(0, Math.ceil(score * CALIBRATION_BINS) - 1)]
  if (bin !== undefined) {
    bin.n++
    bin.positives += truth
    addTo(bin.score, score)
  }
  ;(positive ? into.positives : into.negatives).add(score)
}

export function plainOf(distribution: Distribution): Plain {
  return distribution.data() as unknown as Plain
}

export function plainScores(scores: ScoreCounts): Plain {
  return {
    brier: settled(scores.brier),
    brierSquared: settled(scores.brierSquared),
    logLoss: settled(scores.logLoss),
    logLossSquared: settled(scores.logLossSquared),
    n: scores.n,
    bins: scores.bins.map(({ n, positives, score }) => ({ n, positives, score: settled(score) })),
    positives: plainOf(scores.positives),
    negatives: plainOf(scores.negatives),
  }
}

export function mergeScores(into: ScoreCounts, from: ScoresData): void {
  into.n += from.n
  for (const sum of ['brier', 'brierSquared', 'logLoss', 'logLossSquared'] as const)
    for (const part of from[sum]) addTo(into[sum], part)
  from.bins.forEach((bin, k) => {
    const mine = into.bins[k]
    if (mine === undefined) return
    mine.n += bin.n
    mine.positives += bin.positives
    for (const part of bin.score) addTo(mine.score, part)
  })
  into.positives.merge(from.positives)
  into.negatives.merge(from.negatives)
}

/** Mean score, share of positives and number of answers of each bin that holds any. */
export function calibrationOf({ bins }: ScoreCounts): readonly (readonly number[])[] {
  return bins
    .filter(({ n }) => n > 0)
    .map(({ n, positives, score }) => [totalOf(score) / n, positives / n, n])
}
