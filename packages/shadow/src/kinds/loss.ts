import type { SummaryArm } from '@sluice/verdict'
import { addTo, settled, totalOf, type ExactSum } from '../tally/exact-sum.ts'

/** How far off both models were on the same inputs, where the truth is known: exact sums, so that parts add up. */
export interface Loss {
  n: number
  readonly stable: ExactSum
  readonly candidate: ExactSum
  readonly stableSquared: ExactSum
  /** Squares of candidate minus stable. */
  readonly changeSquared: ExactSum
}

export function emptyLoss(): Loss {
  return { n: 0, stable: [], candidate: [], stableSquared: [], changeSquared: [] }
}

export function noteLoss(into: Loss, stable: number, candidate: number): void {
  into.n++
  addTo(into.stable, stable)
  addTo(into.candidate, candidate)
  addTo(into.stableSquared, stable * stable)
  addTo(into.changeSquared, (candidate - stable) ** 2)
}

export function addLoss(into: Loss, from: Loss): void {
  into.n += from.n
  for (const sum of SUMS) for (const part of from[sum]) addTo(into[sum], part)
}

/** The same in the one form it has, whatever order it was counted in. */
export function settledLoss(loss: Loss): Loss {
  return {
    n: loss.n,
    stable: settled(loss.stable),
    candidate: settled(loss.candidate),
    stableSquared: settled(loss.stableSquared),
    changeSquared: settled(loss.changeSquared),
  }
}

const SUMS = ['stable', 'candidate', 'stableSquared', 'changeSquared'] as const

/** The stable model's losses as number, mean and spread. */
export function stableLosses({ n, stable, stableSquared }: Loss): SummaryArm {
  return summary(n, totalOf(stable), totalOf(stableSquared))
}

/** The same of candidate minus stable, input by input. */
export function lossChanges({ n, stable, candidate, changeSquared }: Loss): SummaryArm {
  return summary(n, totalOf(candidate) - totalOf(stable), totalOf(changeSquared))
}

function summary(n: number, sum: number, squares: number): SummaryArm {
  const mean = n === 0 ? 0 : sum / n
  return { kind: 'summary', n, mean, m2: Math.max(0, squares - sum * mean) }
}
