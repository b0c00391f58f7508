import { betaBinomialLogE } from './beta-binomial-mixture.ts'
import { at, demand, demandOpenUnit, type Numbers, sortedFinite } from '@sluice/stats'

interface Arm {
  readonly values: Float64Array
  /** Share below the quantile at which the arm's evidence is least, and where among the values that is. */
  readonly start: number
  readonly end: number
  readonly evidence: (x: number) => number
}

function countBelow(values: Float64Array, x: number, inclusive: boolean): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const value = at(values, middle)
    if (value < x || (inclusive && value === x)) low = middle + 1
    else high = middle
  }
  return low
}

function least(f: (share: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [0, 1]
  for (let step = 0; step < 80; step++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)]
    if (f(left) <= f(right)) high = right
    else low = left
  }
  return (low + high) / 2
}

function arm(values: Float64Array, p: number, optimal: number, alpha: number): Arm {
  const n = values.length
  const variance = p * (1 - p)
  const mixture = { g: p, h: 1 - p, optimal: variance * optimal, sides: 'two', alpha } as const
  const logE = (share: number): number => betaBinomialLogE((share - p) * n, variance * n, mixture)
  const middle = least(logE)
  const start = at(values, Math.max(0, Math.ceil(middle * n) - 1))
  const end = at(values, Math.min(n - 1, Math.floor(middle * n)))
  const evidence = (x: number): number => {
    if (x < start) return logE(countBelow(values, x, true) / n)
    if (x > end) return logE(countBelow(values, x, false) / n)
    return logE(middle)
  }
  return { values, start, end, evidence }
}

/**
 * Always-valid p-value that two arms share a p-quantile (Howard & Ramdas 2022, section 5): the least product of
 * both arms' beta-binomial e-values over all places where that quantile could lie.
 */
export function quantileAbP(x: Numbers, y: Numbers, p: number, optimal: number, alpha = 0.05): number {
  demandOpenUnit(p, 'the quantile')
  demand(optimal > 0, () => `the optimal size must be above 0, got ${optimal}`)
  const a = arm(sortedFinite(x, 'the first arm'), p, optimal, alpha)
  const b = arm(sortedFinite(y, 'the second arm'), p, optimal, alpha)
  const [first, second] = a.end <= b.end ? [a, b] : [b, a]
  const both = (place: number): number => first.evidence(place) + second.evidence(place)
  let lowest = Math.min(both(first.end), both(second.start))
  const from = Math.max(1, countBelow(second.values, first.end, true))
  const to = countBelow(second.values, second.start, true)
  for (let i = from; i <= to; i++) lowest = Math.min(lowest, both(at(second.values, i - 1)))
  return Math.min(1, Math.exp(-lowest))
}
