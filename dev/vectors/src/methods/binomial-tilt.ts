import { addTilt, demand, type Side, startTilt, tiltLogE } from '@sluice/stats'

/**
 * log e-value of x successes out of k against "theta <= theta0" (side 1) or "theta >= theta0" (side -1); valid at
 * every moment it is looked at. Source: likelihood ratio mixture over {@link LU24}, Ville's inequality.
 */
export function binomialTiltLogE(x: number, k: number, theta0: number, side: Side): number {
  demand(theta0 > 0 && theta0 < 1, () => `theta0 must lie strictly between 0 and 1, got ${theta0}`)
  demand(x >= 0 && x <= k && Number.isFinite(k), () => `needs 0 <= x <= k, got x = ${x}, k = ${k}`)
  const state = startTilt(side)
  addTilt(state, x, k, theta0)
  return tiltLogE(state)
}
