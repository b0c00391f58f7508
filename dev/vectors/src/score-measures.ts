import type { models } from '@sluice/shadow'

/** Groups scores by value, highest first. */
export function byScore(scores: readonly number[], positive: readonly boolean[]): readonly models.Scored[] {
  const groups = new Map<number, { positives: number; negatives: number }>()
  scores.forEach((score, k) => {
    const group = groups.get(score) ?? { positives: 0, negatives: 0 }
    if (positive[k] === true) group.positives++
    else group.negatives++
    groups.set(score, group)
  })
  return [...groups].map(([score, counts]) => ({ score, ...counts })).sort((a, b) => b.score - a.score)
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

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
