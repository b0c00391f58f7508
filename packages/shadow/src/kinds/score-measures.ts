import { normalUpperQuantile } from '@sluice/stats'

/** A score with how many positives and negatives had it. */
export interface Scored {
  readonly score: number
  readonly positives: number
  readonly negatives: number
}

/** Groups scores by value, highest first. */
export function byScore(scores: readonly number[], positive: readonly boolean[]): readonly Scored[] {
  const groups = new Map<number, { positives: number; negatives: number }>()
  scores.forEach((score, k) => {
    const group = groups.get(score) ?? { positives: 0, negatives: 0 }
    if (positive[k] === true) group.positives++
    else group.negatives++
    groups.set(score, group)
  })
  return [...groups].map(([score, counts]) => ({ score, ...counts })).sort((a, b) => b.score - a.score)
}

/**
 * Area under the ROC curve: the chance that a positive scores above a negative, ties counting half, with its standard error
 * (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988). NaN without both, and an infinite error with one of either.
 */
export function areaUnderCurve(groups: readonly Scored[]): {
  readonly value: number
  readonly error: number
} {
  const positives = groups.reduce((sum, group) => sum + group.positives, 0)
  const negatives = groups.reduce((sum, group) => sum + group.negatives, 0)
  if (positives === 0 || negatives === 0) return { value: Number.NaN, error: Number.NaN }
  // Of each positive the share of negatives below it, of each negative the share of positives above it.
  let [above, below] = [0, negatives]
  const [ofPositives, ofNegatives] = [emptySums(), emptySums()]
  for (const group of groups) {
    below -= group.negatives
    note(ofPositives, (below + group.negatives / 2) / negatives, group.positives)
    note(ofNegatives, (above + group.positives / 2) / positives, group.negatives)
    above += group.positives
  }
  const variance =
    varianceOf(ofPositives, positives) / positives + varianceOf(ofNegatives, negatives) / negatives
  return { value: ofPositives.sum / positives, error: Math.sqrt(variance) }
}

function emptySums(): { sum: number; squares: number } {
  return { sum: 0, squares: 0 }
}

function note(into: { sum: number; squares: number }, value: number, times: number): void {
  into.sum += value * times
  into.squares += value * value * times
}

function varianceOf({ sum, squares }: { readonly sum: number; readonly squares: number }, n: number): number {
  return n < 2 ? Infinity : Math.max(0, squares - (sum * sum) / n) / (n - 1)
}

/** Average precision: the sum of precision times the step in recall, one step for each score. NaN without positives. */
export function averagePrecision(groups: readonly Scored[]): number {
  const total = groups.reduce((sum, { positives }) => sum + positives, 0)
  let [positives, all, area] = [0, 0, 0]
  for (const group of groups) {
    positives += group.positives
    all += group.positives + group.negatives
    area += (group.positives / total) * (positives / all)
  }
  return total === 0 ? Number.NaN : area
}

/** Bounds of an average precision over so many positives: the logit interval of Boyd, Eng and Page (ECML 2013). */
export function averagePrecisionInterval(
  value: number,
  positives: number,
  confidence: number,
): { readonly low?: number; readonly high?: number } {
  if (!(value > 0 && value < 1)) return {}
  const logit = Math.log(value / (1 - value))
  const reach = normalUpperQuantile((1 - confidence) / 2) / Math.sqrt(positives * value * (1 - value))
  const back = (at: number): number => 1 / (1 + Math.exp(-at))
  return { low: back(logit - reach), high: back(logit + reach) }
}

/** Mean squared error of probabilities. */
export function brierScore(scores: readonly number[], positive: readonly boolean[]): number {
  return mean(scores.map((score, k) => (score - Number(positive[k] === true)) ** 2))
}

/** Mean of -ln of the probability given to what was true; probabilities are kept `clip` away from 0 and 1. */
export function logLoss(scores: readonly number[], positive: readonly boolean[], clip = 2 ** -52): number {
  return mean(
    scores.map((score, k) => {
      const given = positive[k] === true ? score : 1 - score
      return -Math.log(Math.min(1 - clip, Math.max(clip, given)))
    }),
  )
}

/** Expected calibration error: mean distance of score and truth over bins of equal width, closed on the right. */
export function calibrationError(scores: readonly number[], positive: readonly boolean[], bins = 10): number {
  const gaps = Array.from({ length: bins }, () => 0)
  scores.forEach((score, k) => {
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(score * bins - 1e-12) - 1))
    gaps[bin] = (gaps[bin] ?? 0) + score - Number(positive[k] === true)
  })
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / scores.length
}

/** Mean of KL(p, q) + KL(q, p) of two Bernoulli probabilities, in nats. */
export function symmetricKl(p: readonly number[], q: readonly number[]): number {
  return mean(
    p.map((a, k) => {
      const b = q[k] ?? Number.NaN
      return (a - b) * (Math.log(a / b) - Math.log((1 - a) / (1 - b)))
    }),
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
