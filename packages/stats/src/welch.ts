import type { Alternative } from './alternative.ts'
import { demand, demandOpenUnit } from './errors.ts'
import { type Moments, varianceOf } from './moments.ts'
import { normalUpperQuantile } from './normal.ts'
import { studentQuantile, studentSf } from './student-t.ts'

/** Difference of two means with its interval; degenerate when neither arm varies at all. */
export interface Welch {
  readonly difference: number
  readonly t: number
  readonly df: number
  readonly p: number
  readonly low: number
  readonly high: number
  readonly degenerate: boolean
}

export interface WelchOptions {
  readonly alternative?: Alternative
  readonly confidence?: number
}

function pValue(t: number, df: number, alternative: Alternative): number {
  if (alternative === 'greater') return studentSf(t, df)
  if (alternative === 'less') return studentSf(-t, df)
  return Math.min(1, 2 * studentSf(Math.abs(t), df))
}

function withoutSpread(difference: number, alternative: Alternative): Welch {
  const t = difference === 0 ? 0 : Math.sign(difference) * Infinity
  const agrees = alternative === 'two-sided' || (alternative === 'greater' ? t > 0 : t < 0)
  const p = difference === 0 ? 1 : agrees ? 0 : 1
  return { difference, t, df: NaN, p, low: difference, high: difference, degenerate: true }
}

/** Welch's unequal-variance t test of mean(x) - mean(y), from moments alone; StatsError below two values in an arm. */
export function welch(
  x: Moments,
  y: Moments,
  { alternative = 'two-sided', confidence = 0.95 }: WelchOptions = {},
): Welch {
  demand(x.n >= 2 && y.n >= 2, () => `Welch's test needs at least two values per arm, got ${x.n} and ${y.n}`)
  demandOpenUnit(confidence, 'the confidence')
  const [fromX, fromY] = [varianceOf(x) / x.n, varianceOf(y) / y.n]
  const difference = x.mean - y.mean
  const square = fromX + fromY
  demand(
    Number.isFinite(difference) && square >= 0,
    () => `the moments must be finite, got ${x.mean}, ${y.mean}`,
  )
  if (square === 0) return withoutSpread(difference, alternative)
  const [shareX, shareY] = [fromX / square, fromY / square]
  const df = 1 / ((shareX * shareX) / (x.n - 1) + (shareY * shareY) / (y.n - 1))
  const error = Math.sqrt(square)
  const t = difference / error
  const reach = -studentQuantile((1 - confidence) / 2, df) * error
  const p = pValue(t, df, alternative)
  return { difference, t, df, p, low: difference - reach, high: difference + reach, degenerate: false }
}

/** Interval of mean(x) / mean(y) - 1, by the delta method on the log of the ratio. */
export interface RelativeChange {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** Relative change of the mean, or undefined unless both means lie more than three standard errors above 0. */
export function relativeChange(x: Moments, y: Moments, confidence = 0.95): RelativeChange | undefined {
  demandOpenUnit(confidence, 'the confidence')
  if (x.n < 2 || y.n < 2) return undefined
  const squares = [x, y].map((arm) => varianceOf(arm) / arm.n)
  const [squareX = NaN, squareY = NaN] = squares
  if (!(x.mean > 3 * Math.sqrt(squareX) && y.mean > 3 * Math.sqrt(squareY))) return undefined
  const log = Math.log(x.mean / y.mean)
  const error = Math.sqrt(squareX / x.mean ** 2 + squareY / y.mean ** 2)
  const reach = normalUpperQuantile((1 - confidence) / 2) * error
  return { estimate: Math.expm1(log), low: Math.expm1(log - reach), high: Math.expm1(log + reach) }
}
