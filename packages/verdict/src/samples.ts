/** Why there is nothing to judge in an arm of a block. Never a number, so never a zero. */
export const ABSENCES = [
  'no_data',
  'not_a_number',
  'infinite',
  'counter_reset',
  'negative',
  'zero_exposure',
  'events_without_exposure',
  'events_exceed_trials',
  'source_unreachable',
  'source_refused',
  'rate_limited',
  'not_observed',
] as const
export type Absence = (typeof ABSENCES)[number]

/** What all units of an arm did since the analysis began, up to the end of this block, as sums over units. */
export interface UnitTotals {
  readonly units: number
  readonly sum: number
  readonly count: number
  /** Sums over units of sum², of sum times count, and of count². */
  readonly sumSquares: number
  readonly products: number
  readonly countSquares: number
}

/**
 * The units (users, sessions, devices) behind an arm: for each, by a number of its own, the sum of its values (or its
 * events) and their count in this block; or sums over all units since the analysis began.
 */
export type Units =
  | { readonly each: readonly (readonly [unit: number, sum: number, count: number])[] }
  | { readonly since: UnitTotals }

/** Events among trials, e.g. failed requests among requests. `0 <= events <= trials`. */
export interface ProportionArm {
  readonly kind: 'proportion'
  readonly events: number
  readonly trials: number
  readonly units?: Units
}

/** Events over an exposure of any unit (seconds, requests, gigabytes); events may exceed it. */
export interface CountArm {
  readonly kind: 'count'
  readonly events: number
  readonly exposure: number
}

/** Number of values, their mean, and the sum of squared deviations from it (Welford's M2). */
export interface SummaryArm {
  readonly kind: 'summary'
  readonly n: number
  readonly mean: number
  readonly m2: number
  readonly units?: Units
}

/** The raw values. */
export interface ValuesArm {
  readonly kind: 'values'
  readonly values: readonly number[]
  readonly units?: Units
}

/**
 * Counts per bucket, not cumulative. Bucket i holds values in (bounds[i-1], bounds[i]]; the last count, at
 * index bounds.length, holds values above the last bound. `counts.length = bounds.length + 1`.
 */
export interface HistogramArm {
  readonly kind: 'histogram'
  readonly bounds: readonly number[]
  readonly counts: readonly number[]
}

/**
 * A log-bucket sketch with relative accuracy `accuracy`: bin i holds values in (gamma^(i-1), gamma^i],
 * gamma = (1 + accuracy) / (1 - accuracy); `zeros` counts values at or below zero. Bins are sorted by index.
 */
export interface SketchArm {
  readonly kind: 'sketch'
  readonly accuracy: number
  readonly zeros: number
  readonly bins: readonly (readonly [index: number, count: number])[]
}

/** One number, as a query returned it. NaN and infinities are absences, except where a judge asks for them raw. */
export interface ScalarArm {
  readonly kind: 'scalar'
  readonly value: number
}

/** A stated absence: what was missing and, in the source's words, why. */
export interface AbsentArm {
  readonly kind: 'absent'
  readonly absence: Absence
  readonly detail?: string
}

export type Arm =
  ProportionArm | CountArm | SummaryArm | ValuesArm | HistogramArm | SketchArm | ScalarArm | AbsentArm

/** Discordant pairs of a paired comparison: both arms answered the same requests. */
export interface Discordance {
  readonly candidateOnly: number
  readonly baselineOnly: number
}

/** What both arms did during one interval at one traffic weight. Times in epoch milliseconds, weight in percent. */
export interface Block {
  readonly from: number
  readonly to: number
  readonly weight: number
  readonly baseline: Arm
  readonly candidate: Arm
  readonly paired?: Discordance
}

/** One metric since the analysis began, oldest block first. */
export interface Samples {
  readonly metric: string
  readonly blocks: readonly Block[]
  /** What a reader must know of how they were obtained, e.g. that no series was read as zero. One sentence each. */
  readonly notes?: readonly string[]
}
