import { polynomial } from './numbers.ts'

const SQRT_TWO_PI = 2.5066282746310002
const LOG_SQRT_TWO_PI = 0.91893853320467278

// Rational approximations of W. J. Cody, "Rational Chebyshev approximation for the error function" (1969),
// in the arrangement of Algorithm 715 (1993); coefficients from the highest power down.
const CENTRE_TOP = [
  0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
  18154.981253343561249,
]
const CENTRE_BOTTOM = [
  1, 47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956,
]
const MIDDLE_TOP = [
  1.0765576773720192317e-8, 0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979,
  597.27027639480026226, 2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124,
  9842.7148383839780218,
]
const MIDDLE_BOTTOM = [
  1, 22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
  18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
]

/** Mills ratio sf(z)/pdf(z) for z above 5.6, by the continued fraction 1/(z+1/(z+2/(z+3/(z+…)))). */
function farMillsRatio(z: number): number {
  const depth = z > 30 ? 12 : 80
  let tail = z
  for (let k = depth; k >= 1; k--) tail = z + k / tail
  return 1 / tail
}

/** sf(z)/pdf(z) for z >= 0.67448975, never under- or overflowing: the scaled complementary error function. */
function millsRatio(z: number): number {
  if (z > 5.656854249492381) return farMillsRatio(z)
  return (polynomial(MIDDLE_TOP, z) / polynomial(MIDDLE_BOTTOM, z)) * SQRT_TWO_PI
}

// exp(-z²/2) with z split in two, so that the rounding of z² does not spoil the tail.
function gauss(z: number): number {
  const coarse = Math.trunc(z * 16) / 16
  return Math.exp(-0.5 * coarse * coarse) * Math.exp(-0.5 * (z - coarse) * (z + coarse))
}

function upperTail(z: number): number {
  return z > 40 ? 0 : (gauss(z) * millsRatio(z)) / SQRT_TWO_PI
}

function centred(z: number): number {
  const square = z * z
  return z * (polynomial(CENTRE_TOP, square) / polynomial(CENTRE_BOTTOM, square))
}

/** P(Z <= z) for a standard normal Z, to about 1e-15 relative in both tails (0 below -38.6). NaN stays NaN. */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN
  if (Math.abs(z) <= 0.67448975) return 0.5 + centred(z)
  return z < 0 ? upperTail(-z) : 1 - upperTail(z)
}

/** P(Z > z) for a standard normal Z; accurate where 1 - cdf would be all rounding. */
export function normalSf(z: number): number {
  return normalCdf(-z)
}

/** log P(Z <= z), finite however far out: the tail is taken from the Mills ratio, not from a logged zero. */
export function normalLogCdf(z: number): number {
  if (z < -0.67448975) return -0.5 * z * z - LOG_SQRT_TWO_PI + Math.log(millsRatio(-z))
  return z > 0 ? Math.log1p(-normalSf(z)) : Math.log(normalCdf(z))
}

// M. J. Wichura, Algorithm AS 241 (1988), coefficients from the highest power down.
const CENTRE = [
  [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  [
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1,
  ],
] as const
const NEAR = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
] as const
const FAR = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
  ],
] as const

function ratio([top, bottom]: readonly [readonly number[], readonly number[]], x: number): number {
  return polynomial(top, x) / polynomial(bottom, x)
}

/** z with P(Z <= z) = p, to 1e-15 relative; minus and plus infinity at 0 and 1, NaN outside [0, 1]. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q)
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p))
  const z = r <= 5 ? ratio(NEAR, r - 1.6) : ratio(FAR, r - 5)
  return q < 0 ? -z : z
}

/** The z whose upper tail is `p`, accurate for tiny p. */
export function normalUpperQuantile(p: number): number {
  return -normalQuantile(p)
}
