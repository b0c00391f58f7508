import type { Effect, Observed, Worse } from '@sluice/verdict'

/** Which way is worse, as a sign: up (+1) or down (-1). */
export type Direction = 1 | -1

/** One of the e-processes that can fail a metric, read at one look. */
export interface FailPart {
  /** log e-value against "not worse" or "keeps its limit", guards applied. */
  readonly logE: number
  /** Share of the metric's own false-alarm budget; the shares of a track add up to 1. */
  readonly share: number
  /** Whether `fail-when` lets this part fail the metric at this look. */
  readonly counts: boolean
  readonly about: 'change' | 'limit'
}

/** The evidence about one metric from one block on: what was seen, and every e-process that reads it. */
export interface Evident {
  /** `guarded` false leaves out the dispersion guard: cheap, and never smaller where it matters. */
  readonly fails: (guarded: boolean) => readonly FailPart[]
  /** Whether the candidate does harm that no noise explains. */
  readonly certain: () => boolean
  /** log e-value against "worse than the margin"; all that must hold for a pass, hence the smallest. */
  readonly pass: (guarded: boolean) => PassReading
  readonly effect: (alpha: number) => Effect
  readonly observed: () => { readonly baseline: Observed; readonly candidate: Observed }
  /** Trials of the candidate that count towards `minTrials`; null where the metric counts no trials. */
  readonly candidateTrials: () => number | null
  /** Trials in both arms that a sound candidate still needs (median), where they can be foreseen. */
  readonly needed: (alpha: number) => number | undefined
  readonly notes: () => readonly string[]
}

/** Evidence that is fed block by block. */
export interface Track<B> extends Evident {
  readonly add: (block: B) => void
}

/** Where the pass side stands. `blocked` names why there can be no pass however large the evidence. */
export interface PassReading {
  readonly logE: number
  readonly by: 'margin' | 'limit'
  readonly blocked?: 'no_events' | 'buckets_too_coarse' | 'too_few_units'
}

/** The directions in which a change counts as worse. */
export function directionsOf(worse: Worse): readonly Direction[] {
  if (worse === 'either') return [1, -1]
  return worse === 'higher' ? [1] : [-1]
}
