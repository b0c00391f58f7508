/** One arm's series as a metric store returned it. */
export interface MetricSet {
  readonly values: readonly number[]
  readonly startMs?: number
  readonly endMs?: number
  readonly stepMs?: number
}

/** The two arms side by side, which need not be equally long. */
export interface MetricSetPair {
  readonly control: readonly number[]
  readonly experiment: readonly number[]
}

/** Raised where one of the arms was never fetched: an arm without points is an empty set, not a missing one. */
export class MissingMetricSet extends Error {
  override readonly name = 'MissingMetricSet'
  constructor(arm: string) {
    super(`no ${arm} metric set was given`)
  }
}

/** Pairs two arms; one without points becomes as many NaN as its interval should have held. Throws `MissingMetricSet`. */
export function mixMetricSets(
  control: MetricSet | undefined,
  experiment: MetricSet | undefined,
): MetricSetPair {
  if (control === undefined) throw new MissingMetricSet('control')
  if (experiment === undefined) throw new MissingMetricSet('experiment')
  return { control: backfilled(control), experiment: backfilled(experiment) }
}

/** Points that an interval should hold: its length over its step; 0 where either is not known. */
export function expectedDataPoints({ startMs, endMs, stepMs }: Omit<MetricSet, 'values'>): number {
  if (startMs === undefined || endMs === undefined || stepMs === undefined || !(stepMs > 0)) return 0
  return Math.max(0, Math.floor((endMs - startMs) / stepMs))
}

function backfilled(set: MetricSet): readonly number[] {
  if (set.values.length > 0) return set.values
  return new Array<number>(expectedDataPoints(set)).fill(NaN)
}
