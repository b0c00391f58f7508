import { plannedWeight } from '@sluice/judge'
import type { Sight } from '@sluice/rollout'
import type { Arm, Block, Evidence, Samples, Verdict } from '@sluice/verdict'
import { isHeard, isSeen, silentFor, type MetricBlocks } from './silence.ts'
import type { Interval } from './slots.ts'

/** What a look has to go by. `samples` hold one block for every interval, in order. */
export interface Seen {
  readonly verdict: Verdict
  readonly samples: readonly Samples[]
  readonly intervals: readonly Interval[]
  readonly intervalMs: number
  /** Milliseconds that the source's data take to arrive. */
  readonly lagMs: number
  /** Epoch milliseconds of the look. */
  readonly now: number
  readonly weight: number
  readonly arrivedAt: number
  /** Milliseconds since when the router has reported the candidate down; 0 while it does not. */
  readonly downMs: number
}

/** Harm that no warm-up explains: this share of the candidate's requests fails, among so many at least. */
const GROSS = 1 / 3
const GROSS_TRIALS = 20

/** What the samples say besides the verdict: harm in all time, silence, blindness, a wrong split. */
export function sightOf(seen: Seen): Sight {
  const { verdict, intervals } = seen
  // Beside a control, the baseline's requests tell of the candidate by their planned parts, not by the router's weight.
  const compared = { ...seen, weight: plannedWeight(verdict.policy.document, seen) }
  const known = arrived(seen)
  const metrics = metricsOf(known)
  return {
    harm: verdict.outcome === 'fail' || harmInWarmUp(seen),
    pass: verdict.outcome === 'pass',
    silentMs: Math.max(
      silentFor(metrics, known.intervals, compared),
      isHeardNow(known, metrics) ? 0 : seen.downMs,
    ),
    blind: isBlind(known) || isUnobserved(known) || isWithoutControl(known),
    mismatch: verdict.reason === 'sample_ratio_mismatch',
    calm: isCalm(seen, known),
    intervals: intervals.filter(({ from, counts }) => counts === 'yes' && from >= seen.arrivedAt).length,
  }
}

/** A warm-up feeds no verdict, but may show harm that no warm-up explains. */
function harmInWarmUp({ verdict, samples, intervals }: Seen): boolean {
  const warm = pick(samples, intervals, ({ counts }) => counts === 'warm-up')
  return warm.some(({ metric, blocks }) => {
    const policy = verdict.policy.document.metrics.find(({ name }) => name === metric)
    return policy?.kind === 'proportion' && policy.worse !== 'lower' && policy.critical && isGross(blocks)
  })
}

function isGross(blocks: readonly Block[]): boolean {
  const [candidate, baseline] = [
    failures(blocks.map((block) => block.candidate)),
    failures(blocks.map((block) => block.baseline)),
  ]
  return candidate.trials >= GROSS_TRIALS && candidate.share >= GROSS && baseline.share < GROSS / 2
}

function failures(arms: readonly Arm[]): { readonly trials: number; readonly share: number } {
  let [events, trials] = [0, 0]
  for (const arm of arms) {
    if (arm.kind !== 'proportion') continue
    events += arm.events
    trials += arm.trials
  }
  return { trials, share: trials === 0 ? 0 : events / trials }
}

/** The samples of some intervals only. */
export function pick(
  samples: readonly Samples[],
  intervals: readonly Interval[],
  which: (interval: Interval) => boolean,
): readonly Samples[] {
  return samples.map((each) => ({
    ...each,
    blocks: each.blocks.filter((_, i) => {
      const interval = intervals[i]
      return interval !== undefined && which(interval)
    }),
  }))
}

/**
 * Without the newest intervals, of which the source has nothing yet because its data take time to arrive: they show neither
 * silence nor that it can be read. Those that should have arrived are kept, whatever the source says of them.
 */
function arrived(seen: Seen): Seen {
  const isKnown = (arm: Arm | undefined): boolean =>
    arm !== undefined && !(arm.kind === 'absent' && arm.absence === 'not_observed')
  const due = seen.intervals.filter(({ to }) => to + seen.lagMs + seen.intervalMs <= seen.now).length
  const observed =
    1 +
    seen.intervals.findLastIndex((_, i) =>
      seen.samples.some(({ blocks }) => isKnown(blocks[i]?.baseline) || isKnown(blocks[i]?.candidate)),
    )
  const end = Math.max(due, observed)
  return {
    ...seen,
    intervals: seen.intervals.slice(0, end),
    samples: seen.samples.map((each) => ({ ...each, blocks: each.blocks.slice(0, end) })),
  }
}

/** A metric that the policy does not name is taken for one of requests. */
function metricsOf({ verdict, samples }: Seen): readonly MetricBlocks[] {
  const kinds = new Map(verdict.policy.document.metrics.map(({ name, kind }) => [name, kind]))
  return samples.map(({ metric, blocks }) => ({ kind: kinds.get(metric) ?? 'proportion', blocks }))
}

/** Whether the candidate is heard in an interval that ended after the router had begun to report it down. */
function isHeardNow({ intervals, arrivedAt, now, downMs }: Seen, metrics: readonly MetricBlocks[]): boolean {
  const last = intervals.at(-1)
  return (
    last !== undefined &&
    last.from >= arrivedAt &&
    last.to > now - downMs &&
    isHeard(metrics, intervals.length - 1)
  )
}

const FAULTS: ReadonlySet<string> = new Set(['source_unreachable', 'source_refused'])

/**
 * Of the latest interval, no critical metric could be read in either arm, or the candidate's was refused. One that only
 * cannot be reached is silent: a version that serves its own metrics may be gone.
 */
function isBlind({ verdict, samples }: Seen): boolean {
  const critical = new Set(
    verdict.policy.document.metrics.flatMap(({ name, critical: is }) => (is ? [name] : [])),
  )
  const last = samples
    .filter(({ metric }) => critical.has(metric))
    .flatMap(({ blocks }) => blocks.at(-1) ?? [])
  const failed = (arm: Arm): boolean => arm.kind === 'absent' && FAULTS.has(arm.absence)
  const refused = (arm: Arm): boolean => arm.kind === 'absent' && arm.absence === 'source_refused'
  return (
    last.length > 0 &&
    last.every(({ baseline, candidate }) => (failed(baseline) && failed(candidate)) || refused(candidate))
  )
}

/** Of an interval that lies at the present weight, and should have arrived, the source says of nothing that it was observed. */
function isUnobserved({ samples, intervals, arrivedAt, weight }: Seen): boolean {
  const newest = intervals.at(-1)
  if (weight === 0 || newest === undefined || newest.from < arrivedAt) return false
  const last = samples.flatMap(({ blocks }) => blocks.at(-1) ?? [])
  const isUnknown = (arm: Arm): boolean => arm.kind === 'absent' && arm.absence === 'not_observed'
  return (
    last.length > 0 && last.every(({ baseline, candidate }) => isUnknown(baseline) && isUnknown(candidate))
  )
}

/**
 * Of the latest interval, no critical metric shows the control at work. It may get its traffic with the candidate, so no
 * preflight could tell that it is there; without it nothing is compared.
 */
function isWithoutControl({ verdict, samples, weight }: Seen): boolean {
  const { share } = verdict.policy.document
  // Above its share the candidate leaves less than that to a control, at 100% nothing. At 0% a control that gets its traffic
  // together with the candidate has none, and only a step up shows whether it is mended.
  if (share === undefined || weight === 0 || weight > 100 * share) return false
  const critical = new Set(
    verdict.policy.document.metrics.flatMap((each) => (each.critical ? each.name : [])),
  )
  const last = samples
    .filter(({ metric }) => critical.has(metric))
    .flatMap(({ blocks }) => blocks.at(-1) ?? [])
  return last.length > 0 && last.every(({ baseline }) => !isSeen(baseline))
}

/**
 * In the newest interval that can have arrived, both arms were seen, and no estimate lies beyond its margin. Where that
 * interval is an older one, it must lie at the present weight, and the router must not report the candidate down since.
 */
function isCalm({ verdict, intervals, intervalMs, lagMs, arrivedAt, downMs }: Seen, known: Seen): boolean {
  if (downMs > 0) return false
  const newest = known.intervals.at(-1)
  const missing = intervals.length - known.intervals.length
  if (missing > Math.ceil(lagMs / intervalMs)) return false
  if (missing > 0 && (newest === undefined || newest.from < arrivedAt)) return false
  const last = known.samples.flatMap(({ blocks }) => blocks.at(-1) ?? [])
  const both = last.some(({ baseline, candidate }) => isSeen(baseline) && isSeen(candidate))
  return both && !verdict.evidence.some((evidence) => evidence.critical && isBeyond(evidence))
}

function isBeyond({ finding, effect: { estimate }, margin, scale, policy: { worse } }: Evidence): boolean {
  if (finding === 'worse') return true
  if (estimate === null || margin === null) return false
  const up = scale === 'ratio' ? Math.max(margin, 1 / margin) : Math.abs(margin)
  const down = scale === 'ratio' ? 1 / up : -up
  return (worse !== 'lower' && estimate > up) || (worse !== 'higher' && estimate < down)
}
