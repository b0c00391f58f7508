import type { Arm, Block, MetricKind } from '@sluice/verdict'
import { trialsOf } from './verdict.ts'
import type { Interval } from './slots.ts'

/** Blocks of one metric, one for every interval, in order. */
export interface MetricBlocks {
  readonly kind: MetricKind
  readonly blocks: readonly Block[]
}

/** Requests that a share of the traffic must have brought before their absence means anything. */
const EXPECTED = 10

/** Kinds of metric that are made of requests; the others may be measured where no request arrives. */
const OF_REQUESTS: ReadonlySet<MetricKind> = new Set(['proportion', 'count', 'mean', 'quantile'])

/** What an arm says of requests in one interval: some came, none came, or nothing about them. */
type Sign = 'some' | 'none' | 'unknown'

/** Absences that a version leaves which serves nobody: one that serves its own metrics takes them with it when it dies. */
const SILENT = new Set(['no_data', 'not_observed', 'zero_exposure', 'source_unreachable'])
/** Numbers that contradict each other were counted all the same. */
const COUNTED = new Set(['events_exceed_trials', 'events_without_exposure', 'negative'])

function signOf(arm: Arm): Sign {
  switch (arm.kind) {
    case 'proportion':
    case 'histogram':
    case 'sketch':
    case 'summary':
    case 'values':
      return requestsIn(arm) > 0 ? 'some' : 'none'
    case 'count':
      // An exposure may be the length of the interval, which a dead version has as well.
      return arm.events > 0 ? 'some' : 'unknown'
    case 'scalar':
      return 'unknown'
    case 'absent':
      return SILENT.has(arm.absence) ? 'none' : COUNTED.has(arm.absence) ? 'some' : 'unknown'
  }
}

/** Requests, or measurements of requests, that an arm holds. */
function requestsIn(arm: Arm): number {
  if (arm.kind === 'summary') return arm.n
  return arm.kind === 'values' ? arm.values.length : trialsOf(arm)
}

/** Whether an arm shows its version at work. */
export function isSeen(arm: Arm): boolean {
  return arm.kind !== 'absent' && signOf(arm) !== 'none'
}

/** Whether requests reached the candidate in this interval: whatever the router says, it is up. */
export function isHeard(metrics: readonly MetricBlocks[], interval: number): boolean {
  return ofRequests(metrics, interval).some(({ candidate }) => signOf(candidate) === 'some')
}

/**
 * How long, up to now, the candidate has shown nothing since the weight was reached, while the baseline has. Where metrics
 * are made of requests they alone decide: memory in use says nothing about who is served.
 */
export function silentFor(
  metrics: readonly MetricBlocks[],
  intervals: readonly Interval[],
  { intervalMs, weight, arrivedAt }: { intervalMs: number; weight: number; arrivedAt: number },
): number {
  let silent = 0
  let expected = 0
  let counted = false
  for (let i = intervals.length - 1; i >= 0; i -= 1) {
    const interval = intervals[i]
    if (interval === undefined || interval.from < arrivedAt || !isSilent(metrics, i)) break
    silent += intervalMs
    const requests = Math.max(0, ...ofRequests(metrics, i).map(({ baseline }) => requestsIn(baseline)))
    counted ||= requests > 0
    expected += (requests * weight) / Math.max(1, 100 - weight)
  }
  // With little traffic an empty interval happens by chance: ten expected requests are missed once in 22,000 times.
  return counted && expected < EXPECTED ? 0 : silent
}

function isSilent(metrics: readonly MetricBlocks[], interval: number): boolean {
  if (isHeard(metrics, interval)) return false
  const missed = ({ baseline, candidate }: Block): boolean => signOf(candidate) === 'none' && isSeen(baseline)
  if (ofRequests(metrics, interval).some(missed)) return true
  const all = metrics.flatMap(({ blocks }) => blocks[interval] ?? [])
  return (
    all.some(({ baseline }) => isSeen(baseline)) && all.every(({ candidate }) => signOf(candidate) === 'none')
  )
}

function ofRequests(metrics: readonly MetricBlocks[], interval: number): readonly Block[] {
  return metrics.flatMap(({ kind, blocks }) => (OF_REQUESTS.has(kind) ? (blocks[interval] ?? []) : []))
}
