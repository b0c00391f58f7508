import {
  bisectRoot,
  demand,
  demandOpenUnit,
  demandPositive,
  normalMixtureLogE,
  type Sides,
} from '@sluice/stats'

/** The sum at which the mixture's e-value reaches 1/alpha: a boundary crossed with chance at most alpha, ever. */
export function normalMixtureBound(v: number, alpha: number, rho: number, sides: Sides): number {
  demandPositive(rho, "the mixture's precision")
  demand(Number.isFinite(v) && v >= 0, () => `intrinsic time must be finite and at least 0, got ${v}`)
  demandOpenUnit(alpha, 'alpha')
  const two = Math.sqrt((v + rho) * (Math.log1p(v / rho) - 2 * Math.log(alpha)))
  if (sides === 'two') return two
  // The one-sided boundary lies below the two-sided one and above 0.
  return bisectRoot((s) => normalMixtureLogE(s, v, rho, 'one') + Math.log(alpha), 0, two)
}

/** log of the mixture sequential probability ratio (Johari et al. 2017) with effects spread N(0, tau²). */
export function msprtLogRatio(s: number, v: number, tau: number): number {
  demandPositive(tau, 'tau')
  return normalMixtureLogE(s, v, 1 / (tau * tau), 'two')
}
