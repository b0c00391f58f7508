import { binnedQuantile, heldLevels, rateLevels, type RateCount } from '@sluice/stats'
import type { Arm, HistogramArm, MetricPolicy, SketchArm } from '@sluice/verdict'
import { readCount, readProportion } from '../sequential/arms.ts'
import { readMean } from '../sequential/mean-arm.ts'
import { layoutOf, readBins } from '../sequential/spread-arm.ts'
import { binomial, normal, type Random } from './random.ts'

/** How a version that is to be drawn differs from the past: it gets this part of the traffic, and is so many times worse. */
export interface Drawn {
  /** 0 to 1. */
  readonly part: number
  readonly times: number
}

/** The baseline's past, from which blocks of a version can be drawn again, slow drift taken off. */
export interface Redraw {
  /** Blocks of the past that were of use. */
  readonly blocks: number
  /** Requests, values or exposure in one block, all traffic together. */
  readonly size: number
  /** The present level: a rate, a mean, or null where there is none. */
  readonly level: number | null
  /** What that level, or 1 where there is none, is for a candidate so many times worse. */
  readonly worse: (times: number) => number
  /** The block at this place of the past, beginning anew at its end. */
  readonly draw: (place: number, drawn: Drawn, random: Random) => Arm
}

/** Prepares the past of one metric; `arms` are those of the baseline, oldest first. */
export function redrawOf(metric: MetricPolicy, arms: readonly Arm[]): Redraw {
  switch (metric.kind) {
    case 'proportion':
    case 'count':
      return ratesRedraw(metric, arms)
    case 'quantile':
      return spreadRedraw(metric, arms)
    case 'mean':
    case 'series':
    case 'scalar':
      return meanRedraw(metric, arms)
  }
}

const at = <T>(row: readonly T[], place: number): T | undefined => row[place % Math.max(1, row.length)]
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
/** What a value is multiplied by. */
const worseBy = (times: number, { worse }: MetricPolicy) => (worse === 'lower' ? 1 / times : times)

/** Of a proportion above one half the rarer events are drawn, so that ×1.5 of a success rate is failures ×1.5. */
function ratesRedraw(metric: MetricPolicy, arms: readonly Arm[]): Redraw {
  const { kind } = metric
  const read = kind === 'count' ? readCount : readProportion
  const seen = arms.flatMap((arm): RateCount[] => {
    const reading = read(arm)
    return 'missing' in reading || !(reading.value.exposure > 0) ? [] : [reading.value]
  })
  const total = (part: keyof RateCount) => seen.reduce((sum, each) => sum + each[part], 0)
  const common = kind === 'proportion' && total('events') > total('exposure') / 2
  const rare = common ? seen.map(({ events, exposure }) => ({ events: exposure - events, exposure })) : seen
  const size = total('exposure') / seen.length
  const levels = seen.length === 0 ? [] : rateLevels(rare)
  const last = levels.at(-1) ?? 0
  const factorOf = (times: number) => (common ? 1 / worseBy(times, metric) : worseBy(times, metric))
  const scales = rare.map(({ exposure }, i) => ((size / exposure) * last) / (levels[i] || 1))
  return {
    blocks: seen.length,
    size,
    level: total('events') === 0 ? 0 : common ? 1 - last : last,
    worse: (times) => (common ? 1 - last * factorOf(times) : last * factorOf(times)),
    draw: (place, { part, times }, random) => {
      const scale = part * (at(scales, place) ?? 0) * factorOf(times)
      const events = thinned(random, at(rare, place)?.events ?? 0, scale)
      if (kind === 'count') return { kind, events, exposure: size * part }
      const trials = Math.round(size * part)
      const held = Math.min(trials, events)
      return { kind: 'proportion', events: common ? trials - held : held, trials }
    },
  }
}

/** Keeps each event with a probability; above one, each counts more than once. */
function thinned(random: Random, events: number, probability: number): number {
  const whole = Math.floor(probability)
  const count = Math.round(events)
  return whole * count + binomial(random, count, probability - whole)
}

/** A part of the values of a block has a mean that is off the mean of all of them by chance. */
function meanRedraw(metric: MetricPolicy, arms: readonly Arm[]): Redraw {
  const seen = arms.flatMap((arm) => {
    const reading = readMean(arm)
    if ('missing' in reading || reading.value.m2 === null || reading.value.n < 2) return []
    const { n, mean, m2 } = reading.value
    return [{ n, mean, variance: m2 / (n - 1) }]
  })
  const sizes = seen.map(({ n }) => n)
  const { levels } = heldLevels(
    seen.map(({ mean }) => mean),
    sizes,
  )
  const last = levels.at(-1) ?? 0
  const size = meanOf(sizes)
  return {
    blocks: seen.length,
    size,
    level: last,
    worse: (times) => last * worseBy(times, metric),
    draw: (place, { part, times }, random) => {
      const { n: whole, mean, variance } = at(seen, place) ?? { n: 1, mean: 0, variance: 0 }
      const factor = worseBy(times, metric)
      const n = Math.max(1, Math.round(size * part))
      const chance = Math.sqrt(variance * Math.max(0, 1 / n - 1 / whole)) * normal(random)
      const value = factor * (mean - (at(levels, place) ?? 0) + last + chance)
      return { kind: 'summary', n, mean: value, m2: (n - 1) * variance * factor ** 2 }
    },
  }
}

/** Values are drawn one by one, those in bins bin by bin; the level is that of the median. */
function spreadRedraw(metric: MetricPolicy, arms: readonly Arm[]): Redraw {
  const layout = arms.findLast((arm) => !('missing' in readBins(arm)))
  const seen = arms.flatMap((arm) => {
    const reading = readBins(arm)
    return 'missing' in reading || layout === undefined || layoutOf(arm) !== layoutOf(layout)
      ? []
      : [{ arm, bins: reading.value }]
  })
  const sizes = seen.map(({ bins }) => bins.total)
  const { levels } = heldLevels(
    seen.map(({ bins }) => binnedQuantile(bins, 0.5)),
    sizes,
  )
  const last = levels.at(-1) ?? 1
  const size = meanOf(sizes)
  return {
    blocks: seen.length,
    size,
    level: null,
    worse: (times) => worseBy(times, metric),
    draw: (place, { part, times }, random) => {
      const block = at(seen, place)
      if (block === undefined) return { kind: 'absent', absence: 'no_data' }
      const level = at(levels, place) ?? 1
      const drift = level > 0 && last > 0 ? last / level : 1
      const kept = Math.min(1, (part * size) / block.bins.total)
      return redrawnSpread(block.arm, drift * worseBy(times, metric), (count) =>
        binomial(random, count, kept),
      )
    },
  }
}

/** The arm with all values times `factor`, of which `keep` tells how many of a count are left. */
function redrawnSpread(arm: Arm, factor: number, keep: (count: number) => number): Arm {
  switch (arm.kind) {
    case 'values':
      return { kind: 'values', values: arm.values.filter(() => keep(1) === 1).map((value) => factor * value) }
    case 'histogram':
      return { ...arm, counts: shiftedHistogram(arm, factor).map((count) => keep(Math.round(count))) }
    case 'sketch':
      return {
        ...shiftedSketch(arm, factor, keep),
        zeros: keep(arm.zeros),
      }
    case 'proportion':
    case 'count':
    case 'summary':
    case 'scalar':
    case 'absent':
      return arm
  }
}

/** Counts of the same buckets once every value is `factor` times as large; values are evenly spread within a bucket. */
function shiftedHistogram({ bounds, counts }: HistogramArm, factor: number): readonly number[] {
  if (factor === 1) return counts
  const total = counts.reduce((sum, count) => sum + count, 0)
  const finite = bounds.filter(Number.isFinite)
  const below = finite.map((bound) => atMost(finite, counts, bound / factor))
  return counts.map((_, i) => Math.max(0, (below[i] ?? total) - (i === 0 ? 0 : (below[i - 1] ?? total))))
}

function atMost(bounds: readonly number[], counts: readonly number[], x: number): number {
  let before = 0
  for (const [i, upper] of bounds.entries()) {
    const count = counts[i] ?? 0
    const lower = i === 0 ? Math.min(0, upper) : (bounds[i - 1] ?? 0)
    if (x < upper) return before + (count * Math.max(0, x - lower)) / (upper - lower || 1)
    before += count
  }
  return before
}

/** Moves every bin; one that comes between two is divided between them. */
function shiftedSketch(arm: SketchArm, factor: number, keep: (count: number) => number): SketchArm {
  const width = Math.log((1 + arm.accuracy) / (1 - arm.accuracy))
  const move = Math.log(factor) / width
  const whole = Math.floor(move)
  const found = new Map<number, number>()
  const put = (index: number, count: number) => found.set(index, (found.get(index) ?? 0) + count)
  for (const [index, count] of arm.bins) {
    const kept = keep(Math.round(count))
    const up = Math.round(kept * (move - whole))
    put(index + whole, kept - up)
    if (up > 0) put(index + whole + 1, up)
  }
  return { ...arm, bins: [...found].toSorted(([a], [b]) => a - b) }
}
