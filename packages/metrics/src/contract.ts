import { maskSecrets, parseSettings, type Fields, type Values, type Io } from '@sluice/action'
import type { MetricKind, QueryTexts, Samples } from '@sluice/verdict'

/**
 * How a metric is fetched; `$arm` and `$window` are not yet filled in. `stddev` is the deviation of the n values
 * themselves (divided by n, as PromQL's `stddev_over_time` does).
 */
export interface MetricQuery extends QueryTexts {
  readonly name: string
  readonly kind: MetricKind
}

/** One interval of the analysis at one traffic weight; every block of a span is asked for at every look. */
export interface Slot {
  readonly from: number
  readonly to: number
  readonly weight: number
}

/** What to observe: the intervals since the analysis began (oldest first), and how the arms are called. */
export interface Span {
  readonly slots: readonly Slot[]
  readonly intervalMs: number
  readonly baseline: string
  readonly candidate: string
}

/**
 * Measures, and never judges. One block comes back for every slot, in order; what could not be had is an `absent` arm
 * with its reason, never a zero. An unreachable or refusing source is `source_unreachable` / `source_refused` in every
 * block it cannot answer for: all of them, but for a source that remembers what it saw before. Only a cancelled signal and an impossible query (a UserError) reject. A span without slots is how an analysis
 * begins, and how it looks right after a change of weight: a source that sees only the present takes note of it then.
 * Several metrics may be observed at once.
 */
export interface MetricSource {
  readonly observe: (query: MetricQuery, span: Span, signal: AbortSignal) => Promise<Samples>
}

/** A kind of source: its settings table and how to open one. */
export interface SourceKind {
  readonly settings: Fields
  /** One sentence for the docs. */
  readonly summary: string
  readonly open: (settings: Readonly<Record<string, string>>, io: Io) => MetricSource
}

/** Ties a source's settings to its code, so that the registry needs no casts. Secret settings are masked. */
export function defineSource<F extends Fields>(
  summary: string,
  settings: F,
  open: (settings: Values<F>, io: Io) => MetricSource,
): SourceKind {
  return {
    settings,
    summary,
    open: (given, io) => {
      maskSecrets(settings, (name) => given[name], io.mask)
      return open(parseSettings(settings, given, '`source-settings`'), io)
    },
  }
}
