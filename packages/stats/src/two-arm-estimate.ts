import type { TwoArms } from './two-arms.ts'

/** Running sums behind the Mantel-Haenszel estimates, which compare the arms within each block only. Plain data. */
export interface TwoArmTotals {
  candidateEvents: number
  candidateExposure: number
  baselineEvents: number
  baselineExposure: number
  weightedCandidate: number
  weightedBaseline: number
  weight: number
}

export function startTotals(): TwoArmTotals {
  return {
    candidateEvents: 0,
    candidateExposure: 0,
    baselineEvents: 0,
    baselineExposure: 0,
    weightedCandidate: 0,
    weightedBaseline: 0,
    weight: 0,
  }
}

export function addTotals(totals: TwoArmTotals, { x, n, y, m }: TwoArms): void {
  totals.candidateEvents += x
  totals.candidateExposure += n
  totals.baselineEvents += y
  totals.baselineExposure += m
  if (!(n > 0 && m > 0)) return
  totals.weightedCandidate += (x * m) / (n + m)
  totals.weightedBaseline += (y * n) / (n + m)
  totals.weight += (n * m) / (n + m)
}

/** Mantel-Haenszel rate ratio; null without events, Infinity when only the candidate had some. */
export function ratioEstimate({ weightedCandidate, weightedBaseline }: TwoArmTotals): number | null {
  if (weightedCandidate === 0 && weightedBaseline === 0) return null
  return weightedCandidate / weightedBaseline
}

/** Mantel-Haenszel rate difference, candidate minus baseline; null where no block had both arms. */
export function differenceEstimate(totals: TwoArmTotals): number | null {
  if (totals.weight === 0) return null
  return (totals.weightedCandidate - totals.weightedBaseline) / totals.weight
}

/** Both arms together: events per exposure, null without exposure. */
export function pooledRate(totals: TwoArmTotals): number | null {
  const exposure = totals.candidateExposure + totals.baselineExposure
  return exposure > 0 ? (totals.candidateEvents + totals.baselineEvents) / exposure : null
}
