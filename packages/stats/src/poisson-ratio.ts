import { demand, demandPositive } from './errors.ts'
import { clopperPearson, type Interval } from './proportion-interval.ts'

/** Events seen over an exposure (time, requests): a rate. */
export interface Rate {
  readonly events: number
  readonly exposure: number
}

/** Raises a StatsError unless both rates have an exposure above 0 and a whole number of events. */
export function demandRates(x: Rate, y: Rate): void {
  demandPositive(x.exposure, "the first arm's exposure")
  demandPositive(y.exposure, "the second arm's exposure")
  const whole = [x.events, y.events].every((count) => Number.isSafeInteger(count) && count >= 0)
  demand(whole, () => `events must be whole numbers of at least 0, got ${x.events} and ${y.events}`)
}

/** Exact interval for rate(x) / rate(y), Clopper-Pearson on the share of events; 0 to infinity without events. */
export function poissonRatioInterval(x: Rate, y: Rate, confidence = 0.95): Interval {
  demandRates(x, y)
  const total = x.events + y.events
  if (total === 0) return { low: 0, high: Infinity }
  const { low, high } = clopperPearson(x.events, total, confidence)
  const ratio = (share: number): number => (share / (1 - share)) * (y.exposure / x.exposure)
  return { low: ratio(low), high: high === 1 ? Infinity : ratio(high) }
}
