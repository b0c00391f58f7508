import { judge } from '@sluice/judge'
import type { MetricQuery, MetricSource } from '@sluice/metrics'
import { probeSamples, type Probe, type Stage } from '@sluice/swap'
import type { Evidence, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { beforeAndAfter, candidateOnly, slotsBetween } from './slots.ts'
import type { Colours } from './stand.ts'
import { PROBE_METRIC } from './watch-policy.ts'

export interface Watch {
  readonly colours: Colours
  readonly policy: Policy
  readonly queries: readonly MetricQuery[]
  /** Undefined when only probes are judged. */
  readonly source: MetricSource | undefined
  readonly everyMs: number
  readonly probes: () => readonly Probe[]
  readonly now: () => number
}

/** Judges every whole interval since the stage began. */
export async function lookAt(watch: Watch, stage: Stage, signal: AbortSignal): Promise<readonly Evidence[]> {
  const slots = slotsBetween(stage.since, watch.now(), watch.everyMs, stage.share)
  const observed = await observe(watch, slots, signal)
  const samples = stage.share < 100 ? observed : observed.map(candidateOnly)
  const probed = watch.policy.metrics.some((metric) => metric.name === PROBE_METRIC)
  return judge(
    watch.policy,
    probed ? [...samples, probeSamples(PROBE_METRIC, watch.probes(), slots)] : samples,
  )
}

/**
 * Before against after, for people: whatever else changed between the two times looks like the target's doing, so this
 * never decides.
 */
export async function adviseOn(
  watch: Watch,
  stage: Stage,
  signal: AbortSignal,
): Promise<readonly Evidence[]> {
  if (stage.share < 100 || watch.source === undefined) return []
  const after = slotsBetween(stage.since, watch.now(), watch.everyMs, stage.share)
  // The interval of the swap itself belongs to neither side.
  const ended = stage.since - watch.everyMs
  const before = slotsBetween(ended - after.length * watch.everyMs, ended, watch.everyMs, 0)
  const [earlier, later] = await Promise.all([observe(watch, before, signal), observe(watch, after, signal)])
  const samples = later.map((each, i) =>
    beforeAndAfter(earlier[i] ?? { metric: each.metric, blocks: [] }, each),
  )
  const metrics = watch.policy.metrics.filter((metric) => metric.name !== PROBE_METRIC).map(advisory)
  return judge({ ...watch.policy, metrics }, samples)
}

function advisory({ limit, ...metric }: MetricPolicy): MetricPolicy {
  return { ...metric, name: `${metric.name}, before and after`, critical: false }
}

async function observe(
  { source, queries, everyMs, colours }: Watch,
  slots: readonly { readonly from: number; readonly to: number; readonly weight: number }[],
  signal: AbortSignal,
): Promise<readonly Samples[]> {
  if (source === undefined) return []
  const span = { slots, intervalMs: everyMs, baseline: colours.previous, candidate: colours.target }
  return await Promise.all(queries.map((query) => source.observe(query, span, signal)))
}
