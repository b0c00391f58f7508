/** The weight that every server of an arm gets. */
export interface ServerWeights {
  readonly baseline: number
  readonly candidate: number
}

const MOST = 256
const ALONE = 100

/**
 * The whole weights from 0 to 256 whose ratio is nearest to the candidate's share in percent; the smallest such pair.
 * Zero is only ever given for a share of exactly 0 or 100.
 */
export function weightsFor(share: number, baselines: number, candidates: number): ServerWeights {
  if (share === 0) return { baseline: ALONE, candidate: 0 }
  if (share === 100) return { baseline: 0, candidate: ALONE }
  const ratio = (share * baselines) / ((100 - share) * candidates)
  let best: ServerWeights = { baseline: 1, candidate: 1 }
  let bestError = Infinity
  for (let baseline = 1; baseline <= MOST; baseline++) {
    const candidate = Math.min(MOST, Math.max(1, Math.round(baseline * ratio)))
    const error = Math.abs(shareGiven({ baseline, candidate }, baselines, candidates) - share)
    if (error < bestError - 1e-9) {
      best = { baseline, candidate }
      bestError = error
    }
  }
  return best
}

/** The candidate's share in percent that weights give. */
export function shareGiven(weights: ServerWeights, baselines: number, candidates: number): number {
  const candidate = weights.candidate * candidates
  return (candidate / (weights.baseline * baselines + candidate)) * 100
}
