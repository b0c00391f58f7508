import {
  countAbove,
  FEWEST_HISTORY_BLOCKS,
  learnHalvesRankNoise,
  learnHalvesRateNoise,
  learnMeanNoise,
  learnRankNoise,
  learnRateNoise,
  pooledBins,
  tailThreshold,
  tellsNoise,
  type ArmMean,
  type Bins,
  type EventLaw,
  type Halved,
  type Learned,
  type RankNoiseSummary,
  type RateCount,
} from '@sluice/stats'
import type {
  Arm,
  Block,
  LearnedNoise,
  LearnedRate,
  MetricKind,
  MetricHistory,
  MetricPolicy,
  Policy,
  Samples,
} from '@sluice/verdict'
import { readCount, readProportion, type ArmReading, type Tally } from './sequential/arms.ts'
import { readMean } from './sequential/mean-arm.ts'
import { FAR_TAIL } from './sequential/quantile-test.ts'
import { layoutOf, readBins } from './sequential/spread-arm.ts'

/** What was learned of a policy's metrics: the policy with it, and why the noise of the others is presumed. */
export interface LearnedPolicy<P extends Pick<Policy, 'metrics'> = Policy> {
  readonly policy: P
  /** One sentence for each metric whose noise the history does not tell. */
  readonly missing: readonly string[]
}

const LEARNING: ReadonlySet<MetricKind> = new Set(['proportion', 'count', 'quantile', 'mean'])

/** Whether the judge of a metric learns noise from the past. */
export function learnsNoise({ judge, kind, units }: MetricPolicy): boolean {
  if (units !== undefined) return false
  return judge === 'sequential' && LEARNING.has(kind)
}

/**
 * Learns noise from samples of the baseline's past: blocks of one length, oldest first, of which the baseline's arm is
 * read; the candidate's arm is half of the baseline's instances, where the source tells them apart. A metric with less than 100
 * blocks of data, or with an outage in too many of them, keeps no history.
 */
export function learnHistories<P extends Pick<Policy, 'metrics'>>(
  policy: P,
  past: readonly Samples[],
): LearnedPolicy<P> {
  const missing: string[] = []
  const metrics = policy.metrics.map((metric) => {
    if (!learnsNoise(metric)) return metric
    const samples = past.find((each) => each.metric === metric.name)
    const learned = samples === undefined ? 0 : historyOf(metric, samples)
    if (typeof learned !== 'number' && noisesOf(learned).every(tellsNoise))
      return { ...metric, history: learned }
    const why =
      typeof learned === 'number'
        ? `has ${learned} intervals with data, ${FEWEST_HISTORY_BLOCKS} are needed`
        : 'is not usable: outages or changes of its level fill too much of it'
    missing.push(`"${metric.name}": the history of the baseline ${why}. Its noise is assumed.`)
    return metric
  })
  return { policy: { ...policy, metrics }, missing }
}

/** Every noise that a history states. */
export function noisesOf({ rate, tails = [], ranks, mean }: MetricHistory): readonly LearnedNoise[] {
  return [rate, ...tails, ranks, mean].filter((noise) => noise !== undefined)
}

/** What the past says about a metric; else the number of blocks that were of use. */
function historyOf(metric: MetricPolicy, { blocks }: Samples): MetricHistory | number {
  const [first] = blocks
  const arms = blocks.map(({ baseline }) => baseline)
  const seconds = first === undefined ? 0 : (first.to - first.from) / 1000
  if (metric.kind === 'mean') return meanHistory(arms, seconds)
  if (metric.kind === 'quantile') return quantileHistory(metric.quantile ?? 0.5, blocks, seconds)
  const read = metric.kind === 'count' ? readCount : readProportion
  const law = metric.kind === 'count' ? 'poisson' : 'bernoulli'
  const halves = blocks.flatMap(({ baseline, candidate }) => {
    const [whole, half] = [countIn(read(baseline))[0], countIn(read(candidate))[0]]
    const isHalved = whole !== undefined && half !== undefined && half.exposure > 0
    return isHalved && whole.exposure > half.exposure ? [{ whole, half }] : []
  })
  const own = ofHalves(law, halves)
  if (own !== undefined) return { blocks: halves.length, seconds, halves: true, rate: own }
  const counts = arms.flatMap((arm) => countIn(read(arm)))
  if (counts.length < FEWEST_HISTORY_BLOCKS) return counts.length
  return { blocks: counts.length, seconds, rate: rateOf(law, counts) }
}

/** What two halves of the instances show; undefined where they are not told apart in enough blocks. */
function ofHalves(law: EventLaw, blocks: readonly Halved<RateCount>[]): LearnedRate | undefined {
  if (blocks.length < FEWEST_HISTORY_BLOCKS) return undefined
  const learned = learnHalvesRateNoise(law, blocks)
  return learned && { rate: rounded(learned.rate), ...shortly(learned) }
}

function countIn(reading: ArmReading<Tally>): readonly RateCount[] {
  return 'missing' in reading ? [] : [reading.value]
}

function rateOf(law: EventLaw, counts: readonly RateCount[]): LearnedRate {
  const { rate, ...noise } = learnRateNoise(law, counts)
  return { rate: rounded(rate), ...shortly(noise) }
}

/** Twelve digits are more than enough, and the same on every machine. */
function shortly({ lrv, memory, eps, times, alone }: Learned<RankNoiseSummary & { alone?: number }>) {
  const shown = { lrv: rounded(lrv), memory: rounded(memory), eps: rounded(eps), times: rounded(times) }
  return alone === undefined ? shown : { ...shown, alone: rounded(alone) }
}

function rounded(value: number): number {
  return Number(value.toPrecision(12))
}

/** Means whose values are not told apart teach nothing: how far chance moves them is not known. */
function meanHistory(arms: readonly Arm[], seconds: number): MetricHistory | number {
  const blocks = arms.flatMap((arm): readonly ArmMean[] => {
    const reading = readMean(arm)
    return 'missing' in reading || reading.value.m2 === null || reading.value.n < 2 ? [] : [reading.value]
  })
  if (blocks.length < FEWEST_HISTORY_BLOCKS || !blocks.some(({ m2 }) => m2 !== null && m2 > 0))
    return blocks.length
  const { level, deviation, spread, ...noise } = learnMeanNoise(blocks)
  const mean = { level: rounded(level), deviation: rounded(deviation), spread: rounded(spread) }
  return { blocks: blocks.length, seconds, mean: { ...mean, ...shortly(noise) } }
}

function quantileHistory(q: number, past: readonly Block[], seconds: number): MetricHistory | number {
  const arms = past.map(({ baseline }) => baseline)
  const layout = arms.findLast((arm) => !('missing' in readBins(arm)))
  const binsIn = (arm: Arm): Bins | undefined => {
    const reading = readBins(arm)
    const isAlike = layout !== undefined && layoutOf(arm) === layoutOf(layout)
    return 'missing' in reading || !isAlike ? undefined : reading.value
  }
  const blocks = arms.flatMap((arm) => binsIn(arm) ?? [])
  if (blocks.length < FEWEST_HISTORY_BLOCKS) return blocks.length
  const all = pooledBins(blocks)
  const thresholds = (q < FAR_TAIL ? [q, FAR_TAIL] : [q]).flatMap((quantile) => {
    const threshold = tailThreshold(all, quantile)
    return threshold === null ? [] : [{ quantile, threshold }]
  })
  const above = (bins: Bins, threshold: number) => ({
    events: countAbove(bins, threshold),
    exposure: bins.total,
  })
  const halves = past.flatMap(({ baseline, candidate }) => {
    const [whole, half] = [binsIn(baseline), binsIn(candidate)]
    return whole !== undefined && half !== undefined && half.total > 0 && whole.total > half.total
      ? [{ whole, half }]
      : []
  })
  const own = thresholds.flatMap(({ quantile, threshold }) => {
    const counts = halves.map(({ whole, half }) => ({
      whole: above(whole, threshold),
      half: above(half, threshold),
    }))
    const learned = ofHalves('bernoulli', counts)
    return learned === undefined ? [] : [{ quantile, threshold, ...learned }]
  })
  const ranks = halves.length < FEWEST_HISTORY_BLOCKS ? undefined : learnHalvesRankNoise(halves)
  if (ranks !== undefined && own.length === thresholds.length)
    return { blocks: halves.length, seconds, halves: true, tails: own, ranks: shortly(ranks) }
  const tails = thresholds.map(({ quantile, threshold }) => ({
    quantile,
    threshold,
    ...rateOf(
      'bernoulli',
      blocks.map((bins) => above(bins, threshold)),
    ),
  }))
  return { blocks: blocks.length, seconds, tails, ranks: shortly(learnRankNoise(blocks)) }
}
