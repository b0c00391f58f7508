import { logBinomial } from './deviance.ts'
import { demand } from './errors.ts'
import { expit, logit } from './log-space.ts'

const TINY = 1e-300
/** Beyond this the fraction would need millions of terms near its mean. */
const LARGEST = 1e12
const LIMIT = 5_000_000

/** log of x^a y^b / B(a, b), where y = 1 - x is handed over so that it is not lost to rounding. */
function logKernel(a: number, b: number, x: number, y: number): number {
  return logBinomial(a, b, x, y) + Math.log(a) + Math.log(b) - Math.log(a + b)
}

/** 1 + d(2m+1) of the fraction, from whichever of x and y = 1 - x is small, so that nothing cancels. */
function oddPart(m: number, a: number, b: number, x: number, y: number): number {
  const whole = (a + 2 * m) * (a + 2 * m + 1)
  const top = (a + m) * (a + b + m)
  if (x < y) return 1 - (top / whole) * x
  return (a * (2 * m + 1 - b) + m * (3 * m + 2 - b) + top * y) / whole
}

/** The even part of the continued fraction of DLMF 8.17.22, by Lentz's method, for x below (a + 1)/(a + b + 2). */
function fraction(a: number, b: number, x: number, y: number): number {
  let c = 1 / TINY
  let d = 1 / oddPart(0, a, b, x, y)
  let value = d
  let odd = -((a + b) * x) / (a + 1)
  for (let m = 1; m < LIMIT; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const top = -odd * even
    const bottom = oddPart(m, a, b, x, y) + even
    d = bottom + top * d
    d = 1 / (Math.abs(d) < TINY ? TINY : d)
    c = bottom + top / c
    if (Math.abs(c) < TINY) c = TINY
    const step = d * c
    value *= step
    if (Math.abs(step - 1) < 1e-16) break
    odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
  }
  return value
}

/** log of the smaller-side tail and whether it is the lower one. */
function tail(a: number, b: number, x: number, y: number): { readonly lower: boolean; readonly log: number } {
  const lower = x <= (a + 1) / (a + b + 2)
  const [p, q, z, rest] = lower ? [a, b, x, y] : [b, a, y, x]
  return { lower, log: logKernel(a, b, x, y) - Math.log(p) + Math.log(fraction(p, q, z, rest)) }
}

function check(a: number, b: number, x: number, y: number): void {
  const fine = a > 0 && b > 0 && a + b <= LARGEST && x >= 0 && y >= 0 && x <= 1 && y <= 1
  demand(
    fine,
    () =>
      `the incomplete beta needs a, b > 0, at most ${LARGEST} together, and x in [0, 1], got ${a}, ${b}, ${x}`,
  )
}

/**
 * Regularized incomplete beta I_x(a, b), the cdf of Beta(a, b) at x (DLMF 8.17); a, b > 0, 0 <= x <= 1.
 * Where 1 - x is known better than by subtraction, give it as `y`.
 */
export function betaLower(a: number, b: number, x: number, y: number = 1 - x): number {
  check(a, b, x, y)
  if (x === 0 || y === 0) return x === 0 ? 0 : 1
  const side = tail(a, b, x, y)
  return side.lower ? Math.exp(side.log) : -Math.expm1(side.log)
}

/** log I_x(a, b), finite where the probability itself underflows. */
export function betaLogLower(a: number, b: number, x: number, y: number = 1 - x): number {
  check(a, b, x, y)
  if (x === 0 || y === 0) return x === 0 ? -Infinity : 0
  const side = tail(a, b, x, y)
  return side.lower ? side.log : Math.log1p(-Math.exp(side.log))
}

/** x with I_x(a, b) = p, by Newton steps on log probability over logit x, fenced in by a bracket. */
export function betaQuantile(p: number, a: number, b: number): number {
  demand(p >= 0 && p <= 1, () => `the beta quantile needs p in [0, 1], got ${p}`)
  check(a, b, 0.5, 0.5)
  if (p === 0 || p === 1) return p
  return p <= 0.5 ? expit(lowerLogit(Math.log(p), a, b)) : expit(-lowerLogit(Math.log1p(-p), b, a))
}

function lowerLogit(logP: number, a: number, b: number): number {
  let low = -745
  let high = 745
  let u = Math.min(Math.max(logit(a / (a + b)), -700), 700)
  for (let step = 0; step < 200; step++) {
    const [x, y] = [expit(u), expit(-u)]
    const log = betaLogLower(a, b, x, y)
    const miss = log - logP
    if (miss > 0) high = u
    else low = u
    const slope = Math.exp(logKernel(a, b, x, y) - log)
    let next = u - miss / slope
    if (!(next > low && next < high)) next = low + (high - low) / 2
    if (Math.abs(next - u) <= 1e-15 * Math.max(1, Math.abs(u))) return next
    u = next
  }
  return u
}
