import type { NanStrategy } from './missing.ts'
import type { EffectMeasure } from './effect-size.ts'
import type { ShiftInterval } from './mann-whitney.ts'

/** Kayenta's labels, and `Unknown`, which only the strict judge gives: there is data, but it does not decide. */
export type Label = 'Pass' | 'High' | 'Low' | 'Nodata' | 'NodataFailMetric' | 'Error' | 'Unknown'
export type EffectDirection = 'increase' | 'decrease' | 'either'

/** Effects at which a change counts: `decrease` at or below, `increase` at or above. */
export interface EffectLimits {
  readonly decrease: number
  readonly increase: number
}

/** What the metric's configuration says, defaults filled in. */
export interface MetricSettings {
  readonly direction: EffectDirection
  readonly nanStrategy: NanStrategy
  /** Interquartile factor beyond which values are dropped; absent: all are kept. */
  readonly outlierFactor?: number
  readonly critical: boolean
  readonly mustHaveData: boolean
  readonly muted: boolean
  readonly measure: EffectMeasure
  readonly allowed: EffectLimits
  readonly criticalAt: EffectLimits
}

/** Share of the estimated shift that the interval must clear, and the interval's confidence. Fixed upstream. */
export interface TestSettings {
  readonly tolerance: number
  readonly confidence: number
}

export const JUDGE_TEST: TestSettings = { tolerance: 0.25, confidence: 0.98 }

/** How one metric was labelled. `deviation` is the ratio of means, whatever effect measure decided. */
export interface MetricClassification {
  readonly label: Label
  readonly reason?: string
  readonly deviation: number
  readonly critical: boolean
  readonly shift?: ShiftInterval
  /** Why the label is `Unknown`. */
  readonly doubt?: Doubt
}

/** What keeps a metric that has data from being judged. */
export type Doubt = 'infinite' | 'too_few' | 'zero_baseline'

export function passes(deviation: number, reason?: string): MetricClassification {
  return { label: 'Pass', deviation, critical: false, ...(reason === undefined ? {} : { reason }) }
}

/** Equal as multisets: the same values, in any order. */
export function sameValues(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false
  const left = Float64Array.from(a).sort()
  const right = Float64Array.from(b).sort()
  return left.every((value, i) => value === right[i])
}

export function distinct(values: readonly number[]): number {
  return new Set(values).size
}

/** A change counts when the effect reaches its limit. Upstream an effect that can't be computed always does. */
export function reaches(effect: number, side: 'High' | 'Low', limits: EffectLimits): boolean {
  if (Number.isNaN(effect)) return true
  return side === 'High' ? effect >= limits.increase : effect <= limits.decrease
}

/** The side on which the interval clears `bound`, in a direction that was asked about. */
export function clearedSide(
  shift: ShiftInterval,
  bound: number,
  direction: EffectDirection,
  effect: number,
  limits: EffectLimits,
): 'High' | 'Low' | undefined {
  if (direction !== 'decrease' && shift.low > bound && reaches(effect, 'High', limits)) return 'High'
  if (direction !== 'increase' && shift.high < -bound && reaches(effect, 'Low', limits)) return 'Low'
  return undefined
}

/** What missing data comes to, by the metric's configuration. */
export function noData(settings: MetricSettings, name: string): MetricClassification {
  const fails = settings.mustHaveData && !settings.critical
  return {
    label: fails ? 'NodataFailMetric' : 'Nodata',
    reason: `Missing data for ${name}`,
    deviation: 1,
    critical: !fails && settings.critical,
  }
}
