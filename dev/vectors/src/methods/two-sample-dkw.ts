import { dkwHalfWidth } from './dkw.ts'
import { demandOpenUnit, ksDistanceFromBins, type Numbers } from '@sluice/stats'

/** What two anytime-valid bands around two distribution functions can tell apart. */
export interface BandComparison {
  readonly largest: number
  /** Largest excess of the second arm's distribution function: by how much the first arm is slower. */
  readonly slower: number
  /** Both bands' half-widths together, alpha/2 for each arm. */
  readonly radius: number
  readonly differs: boolean
  readonly isSlower: boolean
}

/** Two-sample sup-norm test valid at every look (Lindon et al. 2022), from histograms over the same bins. */
export function compareBands(x: Numbers, y: Numbers, alpha: number): BandComparison {
  demandOpenUnit(alpha, 'alpha')
  const { m, n, d, dMinus } = ksDistanceFromBins(x, y)
  const radius = dkwHalfWidth(m, alpha / 2) + dkwHalfWidth(n, alpha / 2)
  return { largest: d, slower: dMinus, radius, differs: d > radius, isSlower: dMinus > radius }
}
