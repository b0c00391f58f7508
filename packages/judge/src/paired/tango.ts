import { bisectRoot, normalUpperQuantile } from '@sluice/stats'

/**
 * Tango's score interval (Statistics in Medicine 17, 1998) for the difference of two paired rates, (first - second) / n,
 * from the discordant pairs among n. Each end holds with `confidence` on its own side. n of at least 1.
 */
export function tangoInterval(
  first: number,
  second: number,
  n: number,
  confidence: number,
): { readonly low: number; readonly high: number } {
  const z = normalUpperQuantile(1 - confidence)
  const estimate = (first - second) / n
  const beyond = (delta: number): number => tangoScore(first, second, n, delta).score
  const low = estimate <= -1 ? -1 : bisectRoot((delta) => beyond(delta) - z, -1 + 1e-12, estimate, 1e-12)
  const high = estimate >= 1 ? 1 : bisectRoot((delta) => beyond(delta) + z, estimate, 1 - 1e-12, 1e-12)
  return { low, high }
}

/**
 * The score statistic for a true difference of delta, which falls as delta grows, and the likeliest share of pairs in which
 * only the second shows the event.
 */
export function tangoScore(
  first: number,
  second: number,
  n: number,
  delta: number,
): { readonly score: number; readonly share: number } {
  const numerator = first - second - n * delta
  const a = 2 * n
  const b = -first - second + (2 * n - first + second) * delta
  const c = -second * delta * (1 - delta)
  const share = Math.max(0, (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a))
  const variance = n * (2 * share + delta * (1 - delta))
  if (numerator === 0) return { score: 0, share }
  const score = variance <= 0 ? Math.sign(numerator) * Infinity : numerator / Math.sqrt(variance)
  return { score, share }
}
