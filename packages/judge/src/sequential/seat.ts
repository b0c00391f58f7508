import type { Block, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { withoutExcess } from './beyond-doubt.ts'
import type { Ruling } from './evidence.ts'
import { withUsableHistory } from './history.ts'
import { metricProcess, type MetricProcess } from './metric-process.ts'
import type { AnyKind, Kind } from './kind.ts'
import { readMeans, type MeanReading } from './mean-arm.ts'
import { meanTrack } from './mean-track.ts'
import { quantileTrack } from './quantile-track.ts'
import { countKind, proportionKind } from './rate-kinds.ts'
import { plannedWeight } from './sample-ratio.ts'
import { readSpread, type SpreadBlock } from './spread-arm.ts'
import { unitKind } from './unit-track.ts'

/** One metric before the judge: its running evidence, and what has been ruled about it so far. */
export interface Seat {
  readonly metric: MetricPolicy
  readonly process: MetricProcess
  readonly add: (block: Block) => void
  /** The same metric without what a wrong split may explain; only that may fail it under a mismatch. */
  readonly beyondDoubt: () => MetricProcess
  ruling: Ruling | null
}

/** Finds the samples of a metric. */
export type SamplesOf = (metric: MetricPolicy) => Samples | undefined

/** A seat for each metric, in order, with nothing seen yet. */
export function seatsOf(
  policy: Policy,
  metrics: readonly MetricPolicy[],
  samplesOf: SamplesOf,
): readonly Seat[] {
  return metrics.map((metric) => {
    const usable = withUsableHistory(metric, samplesOf(metric))
    const learned = usable.history !== undefined
    const start = () => kindOf(usable, policy)((kind) => metricProcess(kind, metric, policy, learned))
    const process = start()
    const blocks: Block[] = []
    let doubted: MetricProcess | null = null
    const addTo = (strict: MetricProcess, block: Block) => {
      const left = withoutExcess(block, metric, plannedWeight(policy, block))
      if (left !== undefined) strict.add(left)
    }
    const beyondDoubt = () => {
      if (doubted !== null) return doubted
      doubted = start()
      for (const block of blocks) addTo(doubted, block)
      return doubted
    }
    const add = (block: Block) => {
      process.add(block)
      blocks.push(block)
      if (doubted !== null) addTo(doubted, block)
    }
    return { metric, process, add, beyondDoubt, ruling: null }
  })
}

/** The kind of a metric; series and scalars, one number per interval, are judged as means. */
function kindOf(metric: MetricPolicy, policy: Policy): AnyKind {
  if (metric.units !== undefined) return (use) => use(unitKind(metric, policy))
  switch (metric.kind) {
    case 'proportion':
      return (use) => use(proportionKind(metric, policy))
    case 'count':
      return (use) => use(countKind(metric, policy))
    case 'quantile':
      return (use) => use(quantileKind(metric, policy))
    case 'mean':
    case 'series':
    case 'scalar':
      return (use) => use(meanKind(metric, policy))
  }
}

/** The mean of values, of summaries, or of one scalar per interval. */
function meanKind(metric: MetricPolicy, policy: Policy): Kind<MeanReading> {
  return { read: readMeans, track: () => meanTrack(metric, policy), traffic: () => null }
}

/** A quantile of raw values, histograms or sketches, e.g. the 95th percentile of latency. */
function quantileKind(metric: MetricPolicy, policy: Policy): Kind<SpreadBlock> {
  return {
    read: readSpread,
    track: () => quantileTrack(metric, policy),
    // Failed requests are often not timed, so latencies do not show how requests were split.
    traffic: () => null,
  }
}
