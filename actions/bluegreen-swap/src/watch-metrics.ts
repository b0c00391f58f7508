import { judge } from '@sluice/compat'
import type { MetricQuery, SourceReader } from '@sluice/metrics'
import { probeSamples, type Probe } from '@sluice/swap'
import type { Evidence, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import type { KnownPast, WatchStage } from './driver.ts'
import type { Colours } from './plan.ts'
import { beforeAndAfter, candidateOnly, exchanged, slotsBetween, type Slot } from './slots.ts'
import { PROBE_METRIC, SLOW_METRIC } from './watch-policy.ts'

/** What the source's settings mean by `baseline` and by `candidate`, whichever of them takes over. */
export interface Sides {
  /** Colours. */
  readonly baseline: string
  readonly candidate: string
  /** What `$arm` becomes for each; their own names unless told otherwise. */
  readonly arms: readonly [string, string] | undefined
}

export interface Watch {
  readonly colours: Colours
  readonly sides: Sides
  readonly policy: Policy
  readonly queries: readonly MetricQuery[]
  /** Undefined when only probes are judged. */
  readonly source: SourceReader | undefined
  readonly everyMs: number
  readonly probes: () => readonly Probe[]
  /** Probes that take longer than this count as slow. */
  readonly slowMs?: number
  readonly now: () => number
}

/** What `$arm` becomes for the baseline and for the candidate of the source's settings. */
function armNames({ baseline, candidate, arms }: Sides): readonly [string, string] {
  return arms ?? [baseline, candidate]
}

/** Whom to ask for the past of a colour; nobody where no metrics are watched. */
export function knownPast(
  source: KnownPast['source'] | undefined,
  sides: Sides,
): { readonly past?: KnownPast } {
  if (source === undefined) return {}
  const [first, second] = armNames(sides)
  return { past: { source, arm: (colour) => (colour === sides.baseline ? first : second) } }
}

/**
 * Judges every whole interval since the stage began. After a full swap the target is judged alone, and before against
 * after is judged beside it, for people: whatever else changed between the two times looks like the target's doing, so
 * that never decides. All of it is one judgement, so that anyone can repeat it from the verdict.
 */
export async function lookAt(
  watch: Watch,
  stage: WatchStage,
  signal: AbortSignal,
): Promise<readonly Evidence[]> {
  const slots = slotsBetween(stage.since, watch.now(), watch.everyMs, stage.share)
  const observed = await observe(watch, slots, signal)
  const controlled = stage.share < 100
  const advice = controlled ? [] : await beforeAfter(watch, stage, observed, signal)
  const { metrics } = watch.policy
  const { slowMs } = watch
  const probed = metrics.some((metric) => metric.name === PROBE_METRIC)
  const samples = [
    ...(controlled ? observed : observed.map(candidateOnly)),
    ...(probed ? [probeSamples(PROBE_METRIC, watch.probes(), slots)] : []),
    ...(slowMs === undefined
      ? []
      : [probeSamples(SLOW_METRIC, watch.probes(), slots, ({ ms, failed }) => failed || ms > slowMs)]),
    ...advice,
  ]
  const advised = metrics
    .filter((metric) => observed.some((each) => each.metric === metric.name))
    .map(advisory)
  return judge({ ...watch.policy, metrics: controlled ? metrics : [...metrics, ...advised] }, samples)
}

async function beforeAfter(
  watch: Watch,
  stage: WatchStage,
  after: readonly Samples[],
  signal: AbortSignal,
): Promise<readonly Samples[]> {
  const count = after[0]?.blocks.length ?? 0
  // The interval of the swap itself belongs to neither side.
  const ended = stage.since - watch.everyMs
  const before = await observe(
    watch,
    slotsBetween(ended - count * watch.everyMs, ended, watch.everyMs, 0),
    signal,
  )
  return after.map((each, i) => beforeAndAfter(before[i] ?? { metric: each.metric, blocks: [] }, each))
}

function advisory({ limit, ...metric }: MetricPolicy): MetricPolicy {
  return { ...metric, name: `${metric.name}, before and after`, critical: false }
}

/** The source is always asked in its own settings' terms; when its baseline is what takes over, the arms are exchanged. */
async function observe(
  { source, queries, everyMs, colours, sides }: Watch,
  slots: readonly Slot[],
  signal: AbortSignal,
): Promise<readonly Samples[]> {
  if (source === undefined) return []
  const turned = colours.target === sides.baseline
  const [baseline, candidate] = armNames(sides)
  const asked = turned ? slots.map((slot) => ({ ...slot, weight: 100 - slot.weight })) : slots
  const span = { slots: asked, intervalMs: everyMs, baseline, candidate }
  const samples = await source.observe(queries, span, signal)
  return turned ? samples.map(exchanged) : samples
}
