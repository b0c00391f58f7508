import { demandPositive, mixturePrecision, type Moments, type Sides, varianceOf } from '@sluice/stats'

/** Half-width of an asymptotic confidence sequence for mean(x) - mean(y), and the tuning behind it. */
export interface AsymptoticInterval {
  readonly difference: number
  readonly halfWidth: number
  /** Scale of the mixed effects, tuned so that the interval is tightest at `optimal` values of both arms. */
  readonly rho: number
}

/**
 * Asymptotic confidence sequence (Waudby-Smith et al. 2024): two-sided by theorem 2.2; one-sided by
 * √(2(nρ²+1)/(n²ρ²) ln(1 + √(nρ²+1)/(2α))). Needs a burn-in of some 50 values per arm and no drift between arms.
 */
export function asymptoticDifference(
  x: Moments,
  y: Moments,
  alpha: number,
  optimal: number,
  sides: Sides,
): AsymptoticInterval {
  demandPositive(optimal, 'the optimal size')
  const n = x.n + y.n
  const variance = n * (varianceOf(x) / x.n + varianceOf(y) / y.n)
  const rho = Math.sqrt(1 / mixturePrecision(optimal, alpha, sides))
  const spread = n * rho * rho + 1
  const root = Math.sqrt(spread)
  const log = sides === 'two' ? Math.log(root / alpha) : Math.log1p(root / (2 * alpha))
  const halfWidth = Math.sqrt(variance) * Math.sqrt(((2 * spread) / (n * n * rho * rho)) * log)
  return { difference: x.mean - y.mean, halfWidth, rho }
}
