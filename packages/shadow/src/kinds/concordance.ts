import { normalUpperQuantile } from '@sluice/stats'

/** Means of two variables, of their squares and of their product. */
export interface Means {
  readonly x: number
  readonly y: number
  readonly xx: number
  readonly yy: number
  readonly xy: number
}

/**
 * Lin's concordance correlation (Biometrics 45, 1989) of n pairs, with his interval by Fisher's transformation (as corrected
 * in Biometrics 56, 2000); undefined where both variables are one constant, without bounds where they are perfectly alike or
 * there are too few pairs.
 */
export function concordanceFrom(
  n: number,
  { x, y, xx, yy, xy }: Means,
  confidence: number,
): { readonly value: number; readonly low?: number; readonly high?: number } | undefined {
  const [sx, sy, cross] = [xx - x * x, yy - y * y, xy - x * y]
  const spread = sx + sy + (x - y) ** 2
  if (spread <= 0) return undefined
  const value = (2 * cross) / spread
  const correlation = cross / Math.sqrt(sx * sy)
  if (n < 3 || !(sx > 0 && sy > 0) || correlation === 0 || Math.abs(value) >= 1) return { value }
  const shift = (x - y) ** 2 / Math.sqrt(sx * sy)
  const variance =
    (((1 - correlation ** 2) * value ** 2) / ((1 - value ** 2) * correlation ** 2) +
      (2 * value ** 3 * (1 - value) * shift) / (correlation * (1 - value ** 2) ** 2) -
      (value ** 4 * shift ** 2) / (2 * correlation ** 2 * (1 - value ** 2) ** 2)) /
    (n - 2)
  const reach = normalUpperQuantile((1 - confidence) / 2) * Math.sqrt(Math.max(0, variance))
  return { value, low: Math.tanh(Math.atanh(value) - reach), high: Math.tanh(Math.atanh(value) + reach) }
}
