import {
  demandHistory,
  learnRateNoise,
  rateLevels,
  rateNoise,
  type RateCount,
  type TwoArms,
} from '@sluice/stats'
import { marginLine } from './sequential/change-test.ts'
import { termsFor } from './sequential/history.ts'
import { equalityEvidence, lineEvidence } from './sequential/rate-evidence.ts'

/** A canary to be tried on the baseline's past. */
export interface ReplayQuestion {
  /** The baseline's past, block by block, oldest first: at least 100 blocks with exposure. */
  readonly history: readonly RateCount[]
  /** Share of the traffic that the candidate gets, 0 to 1. */
  readonly share: number
  readonly alpha: number
  /** `detect`: until a rate so many times the baseline's is certainly worse. `pass`: until a sound one is within the margin. */
  readonly asks:
    | { readonly question: 'detect'; readonly ratio: number }
    | { readonly question: 'pass'; readonly margin: number }
}

/** Blocks until the judge decides, in half, 80 % and 90 % of the replays; infinite where it takes more than 1,000. */
export interface PastPlan {
  readonly median: number
  readonly p80: number
  readonly p90: number
}

const REPLAYS = 200
/** So many replays without an end say that there is none. */
const FIRST = 30
const MOST_BLOCKS = 1000

/**
 * Tries a canary on the baseline's own past, by the judge itself: each version gets another stretch of the history,
 * its events thinned to its share, slow drift taken off. Noise of one version, its memory and its outages are those that
 * happened. The same history gives the same plan. Raises a `StatsError` for a history that is too short.
 */
export function planFromHistory(question: ReplayQuestion): PastPlan {
  const history = question.history.filter(({ exposure }) => exposure > 0)
  demandHistory(history.length)
  const levelled = withoutDrift(history)
  const learned = learnRateNoise('bernoulli', history)
  const random = seeded(history.length)
  const ends: number[] = []
  for (let run = 0; run < REPLAYS; run++) {
    if (run === FIRST && !ends.some(Number.isFinite)) break
    ends.push(endOf(question, levelled, learned, random))
  }
  const sorted = ends.toSorted((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Infinity
  return { median: at(0.5), p80: at(0.8), p90: at(0.9) }
}

/** The history as it would be at the level of its last hours and at one exposure. */
function withoutDrift(history: readonly RateCount[]) {
  const exposure = history.reduce((sum, each) => sum + each.exposure, 0) / history.length
  const levels = rateLevels(history)
  const last = levels.at(-1) ?? 0
  return {
    exposure,
    counts: history.map(({ events }, i) => ({
      events,
      scale: ((exposure / (history[i]?.exposure ?? exposure)) * last) / (levels[i] || 1),
    })),
  }
}

function endOf(
  { share, alpha, asks }: ReplayQuestion,
  { exposure, counts }: ReturnType<typeof withoutDrift>,
  learned: ReturnType<typeof learnRateNoise>,
  random: () => number,
): number {
  const ratio = asks.question === 'detect' ? asks.ratio : 1
  const terms = termsFor(alpha, learned)
  const evidence =
    asks.question === 'detect'
      ? equalityEvidence('bernoulli', 1, terms)
      : lineEvidence('bernoulli', -1, marginLine({ value: asks.margin, of: 'baseline' }, 1), terms)
  const noise = rateNoise('bernoulli', learned)
  const starts = [Math.floor(random() * counts.length), Math.floor(random() * counts.length)] as const
  const [n, m] = [Math.round(exposure * share), Math.round(exposure * (1 - share))]
  const drawn = (start: number, look: number, part: number, most: number): number => {
    const { events, scale } = counts[(start + look) % counts.length] ?? { events: 0, scale: 1 }
    return Math.min(most, thinned(random, events, part * scale))
  }
  for (let look = 0; look < MOST_BLOCKS; look++) {
    const block: TwoArms = {
      x: drawn(starts[0], look, share * ratio, n),
      n,
      y: drawn(starts[1], look, 1 - share, m),
      m,
    }
    evidence.add(block, { ...noise.take(block), past: learned.rate })
    if (evidence.logE() >= -Math.log(alpha)) return look + 1
  }
  return Infinity
}

/** Keeps each event with a probability; above one, each counts more than once. */
function thinned(random: () => number, events: number, probability: number): number {
  const whole = Math.floor(probability)
  const rest = probability - whole
  let kept = 0
  for (let i = 0; i < Math.round(events); i++) if (random() < rest) kept++
  return whole * Math.round(events) + kept
}

/** mulberry32: the same plan on every machine. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
