import { parseSettings, type Fields, type Values } from '@sluice/inputs'
import type { Io } from '@sluice/runner'
import type { MetricKind, Samples } from '@sluice/verdict'

/** How a metric is fetched. Which of the texts are present depends on the kind; `$arm` and `$window` are not yet filled in. */
export interface MetricQuery {
  readonly name: string
  readonly kind: MetricKind
  readonly events?: string
  readonly trials?: string
  readonly exposure?: string
  readonly histogram?: string
  readonly value?: string
  /** Number of values, their mean and their standard deviation, for `mean` from aggregates. */
  readonly n?: string
  readonly mean?: string
  readonly stddev?: string
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
 * block. Only a cancelled signal and an impossible query (a UserError) reject.
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

/** Ties a source's settings to its code, so that the registry needs no casts. */
export function defineSource<F extends Fields>(
  summary: string,
  settings: F,
  open: (settings: Values<F>, io: Io) => MetricSource,
): SourceKind {
  return {
    settings,
    summary,
    open: (given, io) => open(parseSettings(settings, given, '`source-settings`'), io),
  }
}
