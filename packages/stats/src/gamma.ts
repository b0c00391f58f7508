import { demand } from './errors.ts'
import { at, polynomial } from './numbers.ts'

const LOG_SQRT_TWO_PI = 0.91893853320467278
const ONE_MINUS_EULER = 0.42278433509846713

// zeta(k) - 1 for k = 2…31: the Taylor series of log gamma at 2 (DLMF 5.7.3).
const ZETA_MINUS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853,
  0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5,
  3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7,
  5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8, 7.45071178983543e-9,
  3.725334024788457e-9, 1.862659723513049e-9, 9.313274324196682e-10, 4.656629065033784e-10,
]

// Coefficients of 1/x^(2k-1) in Stirling's series (DLMF 5.11.1), highest power first.
const STIRLING = [
  -0.02955065359477124183, 0.0064102564102564102564, -0.0019175269175269175269, 8.4175084175084175084e-4,
  -5.952380952380952381e-4, 7.9365079365079365079e-4, -0.0027777777777777777778, 0.083333333333333333333,
]

/** log gamma(2 + e) for |e| <= 1/2. */
function nearTwo(e: number): number {
  let value = 0
  for (let k = ZETA_MINUS_ONE.length + 1; k >= 2; k--) {
    const sign = k % 2 === 0 ? 1 : -1
    value = value * e + (sign * at(ZETA_MINUS_ONE, k - 2)) / k
  }
  return e * (ONE_MINUS_EULER + e * value)
}

function belowTen(x: number): number {
  if (x < 0.5) return belowTen(x + 1) - Math.log(x)
  if (x < 1.5) return nearTwo(x - 1) - Math.log1p(x - 1)
  let product = 1
  let reduced = x
  while (reduced >= 2.5) {
    reduced -= 1
    product *= reduced
  }
  return Math.log(product) + nearTwo(reduced - 2)
}

/** log of the gamma function for x >= 0, to about 1e-15 relative, its zeros at 1 and 2 included; +Infinity at 0. */
export function logGamma(x: number): number {
  demand(x >= 0, () => `logGamma is defined here for numbers of at least 0, got ${x}`)
  if (x === 0 || x === Infinity) return Infinity
  if (x < 10) return belowTen(x)
  return (x - 0.5) * (Math.log(x) - 1) - 0.5 + LOG_SQRT_TWO_PI + stirlingError(x)
}

/** What Stirling's formula leaves out: log gamma(x) - [(x - 1/2) log x - x + log √2π], for x > 0. */
export function stirlingError(x: number): number {
  if (x >= 10) return polynomial(STIRLING, 1 / (x * x)) / x
  return belowTen(x) - ((x - 0.5) * Math.log(x) - x + LOG_SQRT_TWO_PI)
}
