import { demandOpenUnit } from './errors.ts'
import { normalUpperQuantile } from './normal.ts'
import { demandProportion, type Interval } from './proportion-interval.ts'
import { bisectRoot } from './bisect.ts'
import type { Share } from './two-proportions.ts'

const part = (count: number, share: number): number => (count === 0 ? 0 : count / share)

/** The second arm's share that is most likely given that the first lies `delta` above it. */
function constrainedShare(x: Share, y: Share, delta: number): number {
  const low = Math.max(0, -delta)
  const high = Math.min(1, 1 - delta)
  const slope = (p: number): number =>
    part(x.events, p + delta) -
    part(x.trials - x.events, 1 - p - delta) +
    part(y.events, p) -
    part(y.trials - y.events, 1 - p)
  const edge = (high - low) * 1e-15
  if (!(slope(low + edge) > 0)) return low
  if (!(slope(high - edge) < 0)) return high
  return bisectRoot(slope, low + edge, high - edge)
}

function score(x: Share, y: Share, delta: number): number {
  const q = constrainedShare(x, y, delta)
  const p = Math.min(1, Math.max(0, q + delta))
  const size = x.trials + y.trials
  const variance = ((p * (1 - p)) / x.trials + (q * (1 - q)) / y.trials) * (size / (size - 1))
  const off = x.events / x.trials - y.events / y.trials - delta
  return off === 0 ? 0 : off / Math.sqrt(Math.max(variance, 0))
}

/** Miettinen-Nurminen score interval (1985) for the difference of shares x - y, with their N/(N-1) correction. */
export function miettinenNurminen(x: Share, y: Share, confidence = 0.95): Interval {
  demandProportion(x.events, x.trials, 'the first arm')
  demandProportion(y.events, y.trials, 'the second arm')
  demandOpenUnit(confidence, 'the confidence')
  const z = normalUpperQuantile((1 - confidence) / 2)
  const seen = x.events / x.trials - y.events / y.trials
  const root = (from: number, to: number, level: number): number => {
    const miss = (delta: number): number => score(x, y, delta) - level
    return miss(to) > 0 === miss(from) > 0 ? to : bisectRoot(miss, from, to, 1e-14)
  }
  return { low: seen <= -1 ? -1 : root(seen, -1, z), high: seen >= 1 ? 1 : root(seen, 1, -z) }
}
