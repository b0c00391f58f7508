import { zeta } from './zeta.ts'
import { demand, demandOpenUnit, demandPositive, expit, logit } from '@sluice/stats'

/** Geometry of a stitched boundary: `eta` is the ratio of its epochs, `s` how fast their error shares shrink. */
export interface Stitching {
  readonly s?: number
  readonly eta?: number
}

interface Geometry {
  readonly s: number
  readonly eta: number
  readonly k1: number
  readonly k2: number
}

function geometry({ s = 1.4, eta = 2 }: Stitching, alpha: number): Geometry {
  demandOpenUnit(alpha, 'alpha')
  demand(s > 1 && eta > 1, () => `stitching needs s and eta above 1, got ${s} and ${eta}`)
  return { s, eta, k1: (eta ** 0.25 + eta ** -0.25) / Math.SQRT2, k2: (Math.sqrt(eta) + 1) / 2 }
}

/** Polynomial stitched boundary for a sum at intrinsic time `v`, flat below `vMin`, with scale `c` (Howard et al. 2021). */
export function polyStitchingBound(
  v: number,
  alpha: number,
  vMin: number,
  c = 0,
  shape: Stitching = {},
): number {
  demandPositive(vMin, 'the smallest time')
  const { s, eta, k1, k2 } = geometry(shape, alpha)
  const time = Math.max(v, vMin)
  const ell = s * Math.log(Math.log((eta * time) / vMin)) + Math.log(zeta(s) / (alpha * Math.log(eta) ** s))
  const linear = k2 * c * ell
  return Math.sqrt(k1 * k1 * time * ell + linear * linear) + linear
}

/**
 * Double stitched boundary over all quantiles and times (Howard & Ramdas 2022, theorem 3): by how many values the
 * count at or below the p-quantile may exceed p t. Divide by t for a deviation of probability.
 */
export function doubleStitchingBound(
  p: number,
  t: number,
  alpha: number,
  optimal: number,
  { delta = 0.5, ...shape }: Stitching & { readonly delta?: number } = {},
): number {
  demandOpenUnit(p, 'p')
  demandPositive(t, 't')
  demandPositive(optimal, 'the optimal time')
  demandPositive(delta, 'delta')
  const { s, eta, k1, k2 } = geometry(shape, alpha)
  const time = Math.max(t, optimal)
  const r = p >= 0.5 ? p : Math.min(0.5, expit(logit(p) + 2 * delta * Math.sqrt((optimal * eta) / time)))
  const variance = r * (1 - r)
  const step = (Math.sqrt(time / optimal) * Math.abs(logit(p))) / (2 * delta) + 1
  const z = zeta(s)
  const share = (2 * z * (2 * z + 1)) / (alpha * Math.log(eta) ** s)
  const ell = s * Math.log(Math.log((eta * time) / optimal)) + s * Math.log(step) + Math.log(share)
  const linear = (k2 * (1 - 2 * p) * ell) / 3
  const grid = delta * Math.sqrt((eta * time * variance) / optimal)
  return grid + Math.sqrt(k1 * k1 * variance * time * ell + linear * linear) + linear
}
