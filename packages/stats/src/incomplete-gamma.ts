import { logPoisson } from './deviance.ts'
import { demand } from './errors.ts'

/** Beyond this the series would need millions of terms near its mean. */
const LARGEST = 1e12
const LIMIT = 50_000_000

/** log P(a, x), the lower regularized incomplete gamma, by the series of DLMF 8.7.1, for x below a + 1. */
export function gammaLogSeries(a: number, x: number): number {
  let term = 1
  let total = 1
  for (let k = 1; k < LIMIT; k++) {
    term *= x / (a + k)
    total += term
    if (term < total * 1e-17) break
  }
  return logPoisson(a, x) + Math.log(total)
}

/** log Q(a, x), the upper one, by the continued fraction of DLMF 8.9.2 (Lentz), for x from a + 1. */
export function gammaLogFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let k = 1; k < LIMIT; k++) {
    const step = -k * (k - a)
    b += 2
    d = step * d + b
    if (Math.abs(d) < 1e-300) d = 1e-300
    c = b + step / c
    if (Math.abs(c) < 1e-300) c = 1e-300
    d = 1 / d
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-16) break
  }
  return logPoisson(a, x) + Math.log(a) + Math.log(value)
}

function check(a: number, x: number): void {
  demand(
    a > 0 && a <= LARGEST && x >= 0,
    () => `the incomplete gamma needs 0 < a <= ${LARGEST} and x >= 0, got a = ${a}, x = ${x}`,
  )
}

/** Q(a, x): P(Gamma(a) > x), with full relative accuracy in the tail. */
export function gammaUpper(a: number, x: number): number {
  check(a, x)
  if (x === 0 || x === Infinity) return x === 0 ? 1 : 0
  return x < a + 1 ? -Math.expm1(gammaLogSeries(a, x)) : Math.exp(gammaLogFraction(a, x))
}

/** P(chi-square with df degrees of freedom > x); df may be fractional, 1 for x <= 0. */
export function chiSquareSf(x: number, df: number): number {
  return x <= 0 ? 1 : gammaUpper(df / 2, x / 2)
}
