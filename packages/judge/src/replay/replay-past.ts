import type { Block, MetricPolicy, Policy } from '@sluice/verdict'
import { ruleLook } from '../sequential/rulings.ts'
import { marginLine, marginsOf } from '../sequential/change-test.ts'
import { plannedWeight } from '../sequential/sample-ratio.ts'
import { seatsOf, type Seat } from '../sequential/seat.ts'
import { seeded, type Random } from './random.ts'
import type { Drawn, Redraw } from './redraw.ts'

/** A canary to be tried on the baseline's past. */
export interface ReplayQuestion {
  /** With the noise that was learned, as the rollout would have it. */
  readonly policy: Policy
  /** The metric of the policy that is tried. */
  readonly metric: MetricPolicy
  readonly past: Redraw
  /** Length of a block. */
  readonly seconds: number
  /** The candidate's part of all traffic, in percent. */
  readonly weight: number
  /** How many times worse the candidate is until it certainly is; null: a sound one, until it passes. */
  readonly times: number | null
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
 * Tries a canary on the baseline's own past, by the judge itself: each version gets another stretch of it, thinned to its
 * part of the traffic. Noise of one version, its memory and its outages are those that happened. The same past gives the
 * same plan.
 */
export function planFromPast(question: ReplayQuestion): PastPlan {
  if (isHopeless(question)) return { median: Infinity, p80: Infinity, p90: Infinity }
  const random = seeded(question.past.blocks)
  const ends: number[] = []
  for (let run = 0; run < REPLAYS; run++) {
    if (run === FIRST && !ends.some(Number.isFinite)) break
    ends.push(endOf(question, random))
  }
  const sorted = ends.toSorted((a, b) => a - b)
  const quantile = (q: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Infinity
  return { median: quantile(0.5), p80: quantile(0.8), p90: quantile(0.9) }
}

/** Of nothing there is no multiple, and no share that it could be within. */
function isHopeless({ past, metric: { margin, limit }, times }: ReplayQuestion): boolean {
  const absolute = margin.of === 'unit' || margin.floor !== undefined || limit !== undefined
  return past.level === 0 && (times !== null || !absolute)
}

/**
 * A sound candidate is not to fail for less than the margin, and one that is to be found is not to pass before. Metrics
 * that decide share the false-alarm level with those that are not tried here; one that does not decide has it all.
 */
function policyFor({ policy: given, metric, times }: ReplayQuestion): Policy {
  const policy = metric.critical ? given : { ...given, metrics: [{ ...metric, critical: true }] }
  return times === null
    ? { ...policy, failWhen: 'certainly-beyond-margin' }
    : { ...policy, minTrials: Infinity }
}

/** Whether a candidate that is so many times worse stays within the margin, so that nothing is to be found. */
export function isTolerated(
  { failWhen }: Policy,
  metric: MetricPolicy,
  past: Redraw,
  times: number,
): boolean {
  const { level } = past
  if (failWhen === 'any-regression' || metric.limit !== undefined) return false
  const relative = metric.margin.of === 'baseline' && metric.margin.floor === undefined
  if (level === null && !relative) return false
  const baseline = level ?? 1
  const candidate = past.worse(times)
  if (candidate === baseline) return false
  const direction = candidate < baseline ? -1 : 1
  const edges = marginsOf(metric.margin).map((margin) => {
    const { slope, offset } = marginLine(margin, direction)
    return slope * baseline + offset
  })
  return edges.some((edge) => direction * (candidate - edge) <= 1e-12)
}

function endOf(question: ReplayQuestion, random: Random): number {
  const { metric, past, seconds, weight, times } = question
  const policy = policyFor(question)
  const seat = seatFor(policy, metric)
  const place = () => Math.floor(random() * past.blocks)
  const starts = { candidate: place(), baseline: place() }
  const part = weight / 100
  // Beside a control the baseline is only as much of the traffic as the planned parts of both say.
  const planned = plannedWeight(policy, question) / 100
  const others = (part * (1 - planned)) / planned
  const arms: Readonly<Record<'candidate' | 'baseline', Drawn>> = {
    candidate: { part, times: times ?? 1 },
    baseline: { part: others, times: 1 },
  }
  const wanted = times === null ? 'fine' : 'worse'
  for (let look = 0; look < MOST_BLOCKS; look++) {
    const drawn = (arm: 'candidate' | 'baseline') => past.draw(starts[arm] + look, arms[arm], random)
    const block: Block = {
      from: look * seconds * 1000,
      to: (look + 1) * seconds * 1000,
      weight,
      candidate: drawn('candidate'),
      baseline: drawn('baseline'),
    }
    seat.add(block)
    ruleLook(policy, [seat], null)
    if (seat.ruling?.finding === wanted) return look + 1
    if (seat.ruling !== null) return Infinity
  }
  return Infinity
}

function seatFor(policy: Policy, metric: MetricPolicy): Seat {
  const [seat] = seatsOf(policy, [{ ...metric, critical: true }], () => undefined)
  if (seat === undefined) throw new RangeError('a metric has a seat')
  return seat
}
