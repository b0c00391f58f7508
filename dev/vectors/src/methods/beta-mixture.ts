import { logBeta } from './log-beta.ts'
import { demand, demandPositive, logGamma, sum } from '@sluice/stats'

/**
 * Two-sided log e-value of x successes out of k against success probability theta0, under a Beta mixture centred on it
 * with `concentration` prior trials (Lindon & Malek 2022, two arms). 0 before anything is seen.
 */
export function betaMixtureLogE(x: number, k: number, theta0: number, concentration: number): number {
  demand(theta0 > 0 && theta0 < 1, () => `theta0 must lie strictly between 0 and 1, got ${theta0}`)
  demand(x >= 0 && x <= k, () => `needs 0 <= x <= k, got x = ${x}, k = ${k}`)
  demandPositive(concentration, 'the concentration')
  const [a, b] = [concentration * theta0, concentration * (1 - theta0)]
  return logBeta(a + x, b + k - x) - logBeta(a, b) - x * Math.log(theta0) - (k - x) * Math.log1p(-theta0)
}

/**
 * log e-value against "items fall on the arms with probabilities rho": the Dirichlet-multinomial martingale of Lindon &
 * Malek (2022) with `concentration` prior items. Sample-ratio mismatch from ln(1/alpha).
 */
export function multinomialLogE(
  counts: readonly number[],
  rho: readonly number[],
  concentration: number,
): number {
  const fine = counts.length === rho.length && rho.every((p) => p > 0) && Math.abs(sum(rho) - 1) < 1e-9
  demand(fine, () => `needs a positive probability for each count, summing to 1, got ${rho.join(', ')}`)
  demand(
    counts.every((count) => count >= 0 && Number.isFinite(count)),
    () => `counts must be finite and at least 0, got ${counts.join(', ')}`,
  )
  demandPositive(concentration, 'the concentration')
  const arms = counts.map((count, i) => {
    const p = rho[i] ?? NaN
    return logGamma(concentration * p + count) - logGamma(concentration * p) - count * Math.log(p)
  })
  return logGamma(concentration) - logGamma(concentration + sum(counts)) + sum(arms)
}
