import { at, type Numbers } from './numbers.ts'

/** log(e^a + e^b) without overflow; -Infinity is log 0. */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b)
  if (!Number.isFinite(high)) return high
  return high + Math.log1p(Math.exp(Math.min(a, b) - high))
}

/** log(sum e^v) without overflow; -Infinity for an empty row (a sum of nothing is 0). */
export function logSumExp(values: Numbers): number {
  let high = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = at(values, i)
    if (!(value <= high)) high = value
  }
  if (!Number.isFinite(high)) return high
  let total = 0
  for (let i = 0; i < values.length; i++) total += Math.exp(at(values, i) - high)
  return high + Math.log(total)
}

/** log of the mean of e^v, which is the log of the average of e-values given as logs. */
export function logMeanExp(values: Numbers): number {
  return logSumExp(values) - Math.log(values.length)
}

/** log(p / (1 - p)); minus and plus infinity at 0 and 1. */
export function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p)
}

/** 1 / (1 + e^-z), the inverse of {@link logit}; small values keep their relative accuracy. */
export function expit(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z))
  const odds = Math.exp(z)
  return odds / (1 + odds)
}
