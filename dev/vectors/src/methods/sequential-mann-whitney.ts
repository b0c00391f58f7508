import { logMeanExp, mixturePrecision, normalMixtureLogE } from '@sluice/stats'

/** Intrinsic times at which the mixture is sharpest; averaged, so that small and large shifts are both met. */
export const RANK_SHIFT_TIMES: readonly number[] = [1, 10, 100, 1000]

/** Precisions of the mixture for given intrinsic times, tuned at level `alpha`. */
export function rankShiftPrecisions(times: readonly number[], alpha = 0.05): readonly number[] {
  return times.map((v) => mixturePrecision(v, alpha, 'one'))
}

const PRECISIONS = rankShiftPrecisions(RANK_SHIFT_TIMES)

/** Sum of weighted rank sums and its variance bound; Z² sums for the spread between blocks. Plain data. */
export interface RankShift {
  s: number
  v: number
  count: number
  z: number
  zz: number
}

export function startRankShift(): RankShift {
  return { s: 0, v: 0, count: 0, z: 0, zz: 0 }
}

/**
 * Adds one block with Mann-Whitney's `u` (pairs in which the candidate is larger, ties one half) for m candidate and
 * n baseline values: S += w (u - mn/2), V += w² mn(m + n + 1)/12 with w = 1/(m + n + 1). Under equality the rank sum's
 * log moment generating function lies below that of a normal law of this variance, at any size and with ties, so
 * the evidence holds from the first block; blocks are compared within themselves, so the base may drift.
 */
export function addRankShift(state: RankShift, u: number, m: number, n: number): void {
  if (!(m > 0 && n > 0)) return
  const weight = 1 / (m + n + 1)
  const s = weight * (u - (m * n) / 2)
  const v = weight * ((m * n) / 12)
  state.s += s
  state.v += v
  state.count++
  state.z += s / Math.sqrt(v)
  state.zz += (s * s) / v
}

/** log e-value against "the candidate is not larger" (side 1) or "not smaller" (side -1) in any block. */
export function rankShiftLogE(
  { s, v }: RankShift,
  side: 1 | -1 = 1,
  phi = 1,
  precisions: readonly number[] = PRECISIONS,
): number {
  return logMeanExp(precisions.map((rho) => normalMixtureLogE(side * s, v * phi, rho, 'one')))
}
