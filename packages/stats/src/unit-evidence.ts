import { logSumExp } from './log-space.ts'
import { LU24, type LogWeights, type Side } from './tilt.ts'
import type { RateLine } from './two-arm-bet.ts'

/** What one unit (a user, a session, a device) did since the analysis began: the sum of its values, and how many. */
export type UnitTally = readonly [sum: number, count: number]

/** What all units of one arm did, where only sums over them are known. */
export interface UnitSums {
  readonly units: number
  readonly sum: number
  readonly count: number
  /** Sums over units of sum², of sum times count, and of count². */
  readonly sumSquares: number
  readonly products: number
  readonly countSquares: number
}

/** One arm, as its units show it. */
export interface UnitArm {
  readonly units: number
  /** So many units that all count alike would tell as much: (Σ count)² / Σ count². */
  readonly effective: number
  readonly sum: number
  readonly count: number
  /** Sum by count. */
  readonly rate: number
  /** Variance of ln(rate) over the lot of which units are in this arm. */
  readonly logVariance: number
}

/** Effective units that each arm needs, by how much is known of them. */
export const FEWEST_UNITS = { each: 10, sums: 40 } as const

/**
 * The rate of an arm with the variance that units, not requests, give it: U/(U-1) Σ((e - R n)/(1 - h))² / (Σe)², with
 * h = n/Σn the leverage of a heavy unit, as in HC3 (MacKinnon and White 1985).
 */
export function unitArm(tallies: readonly UnitTally[]): UnitArm {
  const [sum, count, countSquares] = tallies.reduce(
    ([e, n, n2], [own, times]) => [e + own, n + times, n2 + times * times] as const,
    [0, 0, 0] as readonly [number, number, number],
  )
  const rate = sum / count
  const residuals = tallies.reduce(
    (total, [own, times]) => total + ((own - rate * times) / (1 - times / count)) ** 2,
    0,
  )
  return armOf({ units: tallies.length, sum, count, countSquares, residuals })
}

/** The same from sums over units; the leverage of heavy units is not known then. */
export function unitArmOfSums({ units, sum, count, sumSquares, products, countSquares }: UnitSums): UnitArm {
  const rate = sum / count
  const residuals = sumSquares - 2 * rate * products + rate * rate * countSquares
  return armOf({ units, sum, count, countSquares, residuals: Math.max(0, residuals) })
}

function armOf(
  arm: Pick<UnitSums, 'units' | 'sum' | 'count' | 'countSquares'> & { residuals: number },
): UnitArm {
  const { units, sum, count, countSquares, residuals } = arm
  return {
    units,
    sum,
    count,
    rate: sum / count,
    effective: count ** 2 / countSquares,
    logVariance: ((units / (units - 1)) * residuals) / sum ** 2,
  }
}

/**
 * log e-value against "the candidate's rate is not above (side 1) or not below (side -1) the line through the
 * baseline's", from what both arms show now. With T the log of the candidate's rate by the line's and V its variance, T/V is a
 * Brownian motion in information time 1/V, because who is in which arm is drawn once (Scharfstein, Tsiatis and Robins
 * 1997); mixed over effects as other rates are. Asymptotic in the number of units. 0 where a rate or the variance is not
 * above zero.
 */
export function unitLogE(
  candidate: UnitArm,
  baseline: UnitArm | null,
  { slope, offset }: RateLine,
  side: Side,
  logWeights: LogWeights,
): number {
  const moved = baseline === null ? 0 : slope * baseline.rate
  const line = moved + offset
  if (!(candidate.rate > 0 && line > 0)) return 0
  const t = Math.log(candidate.rate / line)
  const variance = candidate.logVariance + (baseline?.logVariance ?? 0) * (moved / line) ** 2
  if (!(variance > 0 && Number.isFinite(variance))) return 0
  return logSumExp(LU24.map((d, j) => (side * d * t - (d * d) / 2) / variance + (logWeights[j] ?? -Infinity)))
}
