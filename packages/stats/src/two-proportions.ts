import { demandOpenUnit } from './errors.ts'
import { normalUpperQuantile } from './normal.ts'
import { demandProportion, type Interval, wilson } from './proportion-interval.ts'

/** Events of trials, the shape both arms of a comparison share. */
export interface Share {
  readonly events: number
  readonly trials: number
}

function check(x: Share, y: Share, confidence: number): void {
  demandProportion(x.events, x.trials, 'the first arm')
  demandProportion(y.events, y.trials, 'the second arm')
  demandOpenUnit(confidence, 'the confidence')
}

/** Newcombe's hybrid interval (1998, method 10) for the difference of shares x - y. */
export function newcombe(x: Share, y: Share, confidence = 0.95): Interval {
  check(x, y, confidence)
  const a = wilson(x.events, x.trials, confidence)
  const b = wilson(y.events, y.trials, confidence)
  const [p, q] = [x.events / x.trials, y.events / y.trials]
  return {
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  }
}

/** Interval of the ratio of shares x / y by the log method (Katz 1978); undefined when an arm has no event. */
export function logRatioInterval(x: Share, y: Share, confidence = 0.95): Interval | undefined {
  check(x, y, confidence)
  if (x.events === 0 || y.events === 0) return undefined
  const log = Math.log(x.events / x.trials) - Math.log(y.events / y.trials)
  const square = 1 / x.events - 1 / x.trials + 1 / y.events - 1 / y.trials
  const reach = normalUpperQuantile((1 - confidence) / 2) * Math.sqrt(square)
  return { low: Math.exp(log - reach), high: Math.exp(log + reach) }
}
