import { logBinomial, mcnemarExact } from '@sluice/stats'

/** McNemar's mid-p (Fagerland 2013): the observed table counts half, which keeps the level without the waste. */
export function mcnemarMidP(first: number, second: number): number {
  const exact = mcnemarExact(first, second)
  // Doubling a mid tail in the very middle gives 1.
  if (first === second) return 1
  return exact - Math.exp(logBinomial(first, second, 0.5, 0.5))
}
