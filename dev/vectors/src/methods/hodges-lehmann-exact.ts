import { rankSumQuantile } from './mann-whitney-exact.ts'
import { demandOpenUnit, type Numbers, type Shift, shiftAtRank, sortedFinite } from '@sluice/stats'

/** Hodges-Lehmann shift with the exact interval for untied data (as R's wilcox.test with exact = TRUE). */
export function hodgesLehmannExact(x: Numbers, y: Numbers, confidence = 0.95): Shift {
  demandOpenUnit(confidence, 'the confidence')
  const [a, b] = [sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm')]
  return shiftAtRank(a, b, Math.max(1, rankSumQuantile((1 - confidence) / 2, a.length, b.length)))
}
