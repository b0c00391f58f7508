import {
  countAbove,
  FEWEST_HISTORY_BLOCKS,
  learnMeanNoise,
  learnRankNoise,
  learnRateNoise,
  pooledBins,
  tailThreshold,
  tellsNoise,
  type ArmMean,
  type Bins,
  type EventLaw,
  type Learned,
  type RateCount,
} from '@sluice/stats'
import type {
  Arm,
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
 * read. A metric with less than 100 blocks of data, or with an outage in too many of them, keeps no history.
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
  if (metric.kind === 'quantile') return quantileHistory(metric.quantile ?? 0.5, arms, seconds)
  const read = metric.kind === 'count' ? readCount : readProportion
  const counts = arms.flatMap((arm) => countIn(read(arm)))
  if (counts.length < FEWEST_HISTORY_BLOCKS) return counts.length
  return {
    blocks: counts.length,
    seconds,
    rate: rateOf(metric.kind === 'count' ? 'poisson' : 'bernoulli', counts),
  }
}

function countIn(reading: ArmReading<Tally>): readonly RateCount[] {
  return 'missing' in reading ? [] : [reading.value]
}

function rateOf(law: EventLaw, counts: readonly RateCount[]): LearnedRate {
  const { rate, ...noise } = learnRateNoise(law, counts)
  return { rate: rounded(rate), ...shortly(noise) }
}

/** Twelve digits are more than enough, and the same on every machine. */
function shortly({ lrv, memory, eps, times }: Learned<{ lrv: number; memory: number; eps: number }>) {
  return { lrv: rounded(lrv), memory: rounded(memory), eps: rounded(eps), times: rounded(times) }
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

function quantileHistory(q: number, arms: readonly Arm[], seconds: number): MetricHistory | number {
  const layout = arms.findLast((arm) => !('missing' in readBins(arm)))
  const blocks = arms.flatMap((arm): readonly Bins[] => {
    const reading = readBins(arm)
    return 'missing' in reading || layout === undefined || layoutOf(arm) !== layoutOf(layout)
      ? []
      : [reading.value]
  })
  if (blocks.length < FEWEST_HISTORY_BLOCKS) return blocks.length
  const all = pooledBins(blocks)
  const tails = (q < FAR_TAIL ? [q, FAR_TAIL] : [q]).flatMap((quantile) => {
    const threshold = tailThreshold(all, quantile)
    if (threshold === null) return []
    const counts = blocks.map((bins) => ({ events: countAbove(bins, threshold), exposure: bins.total }))
    return [{ quantile, threshold, ...rateOf('bernoulli', counts) }]
  })
  return { blocks: blocks.length, seconds, tails, ranks: shortly(learnRankNoise(blocks)) }
}
