import { betaQuantile } from './beta.ts'
import { demand, demandOpenUnit } from './errors.ts'
import { normalUpperQuantile } from './normal.ts'

/** A closed interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Raises a StatsError unless k events in n trials is possible (n above 0, 0 <= k <= n). */
export function demandProportion(k: number, n: number, name: string): void {
  const fine = Number.isFinite(n) && n > 0 && k >= 0 && k <= n
  demand(fine, () => `${name} needs events from 0 to its trials and at least one trial, got ${k} of ${n}`)
}

function check(k: number, n: number, confidence: number): number {
  demandProportion(k, n, 'a proportion')
  demandOpenUnit(confidence, 'the confidence')
  return normalUpperQuantile((1 - confidence) / 2)
}

/** Wilson's score interval (1927) for k events in n trials; its ends are exactly 0 or 1 at k = 0 or n. */
export function wilson(k: number, n: number, confidence = 0.95): Interval {
  const z = check(k, n, confidence)
  const p = k / n
  const scale = 1 + (z * z) / n
  const centre = (p + (z * z) / (2 * n)) / scale
  const reach = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale
  return { low: k === 0 ? 0 : Math.max(0, centre - reach), high: k === n ? 1 : Math.min(1, centre + reach) }
}

/** Clopper-Pearson's exact interval (1934), by beta quantiles. */
export function clopperPearson(k: number, n: number, confidence = 0.95): Interval {
  check(k, n, confidence)
  const tail = (1 - confidence) / 2
  return {
    low: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    high: k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
  }
}
