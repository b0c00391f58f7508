import type { Fields, Io } from '@sluice/action'
import type { MetricKind, QueryPart, QueryTexts, Samples } from '@sluice/verdict'

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

/** What to ask of the past: one arm alone, in intervals of one length. Times in epoch milliseconds. */
export interface Past {
  readonly arm: string
  readonly from: number
  readonly to: number
  readonly intervalMs: number
}

/** What a query finds right now, for the checks before any traffic moves. */
export interface ProbeFinding {
  readonly part: QueryPart
  /** The query as it was sent, with arm and window filled in. */
  readonly asked: string
  /** Series, rows or points that came back; zero is not yet an error, an arm may have no traffic. */
  readonly found: number
  /** The number that came back, where it was one. */
  readonly value?: number
  /** Why nothing came back, or what is known to exist instead: one sentence each. */
  readonly hints: readonly string[]
  /** The question itself failed: nobody answered, or nobody may ask it. */
  readonly failed?: true
}

/**
 * Reads metrics, and never judges. One `Samples` comes back for every query, in order, with one block for every slot,
 * in order; what could not be had is an `absent` arm with its reason, never a zero. A source that cannot be reached,
 * refuses or has been asked too often is `source_unreachable`, `source_refused` or `rate_limited` in every block it
 * cannot answer for. Only a cancelled signal and an impossible query (a UserError) reject. A span without slots is how
 * an analysis begins, and how it looks right after a change of weight: queries are checked then, and a source that
 * sees only the present takes note of it.
 */
export interface SourceReader {
  readonly observe: (
    queries: readonly MetricQuery[],
    span: Span,
    signal: AbortSignal,
  ) => Promise<readonly Samples[]>
  /** Asks one query of one arm over the last `windowMs`. Never rejects for what the source says. */
  readonly probe?: (
    query: MetricQuery,
    arm: string,
    windowMs: number,
    signal: AbortSignal,
  ) => Promise<readonly ProbeFinding[]>
  /**
   * The baseline's past, in whole intervals, oldest first, as far as the source knows it; the candidate of every block is
   * `not_observed`, or what half of the baseline's instances had of it, where the source tells them apart. A metric that cannot be read has no blocks, and a note that says why.
   */
  readonly past?: (
    queries: readonly MetricQuery[],
    past: Past,
    signal: AbortSignal,
  ) => Promise<readonly Samples[]>
}

/** What a source knows about the data behind it. */
export interface SourceTraits {
  /** How long data take to arrive: an interval is not read before it has ended so long ago. */
  readonly lagMs: number
  /** The shortest interval that can be told apart; intervals must be multiples of it. Zero: any. */
  readonly granularityMs: number
  /** True where the past can be read again. Such a source is only asked for blocks that are not settled yet. */
  readonly readsPast: boolean
  /** True where an arm is found by its role and not by its name: two slots that alternate would be taken for each other. */
  readonly rolesAreFixed: boolean
  /** True where every interval costs requests of its own: one that stays without data is then not asked for without end. */
  readonly asksEach: boolean
}

/** Settled blocks of every metric, and facts about the server. `metric` is the digest of the query and the arms. */
export interface SourceMemory {
  readonly version: 1
  readonly samples: readonly Samples[]
  readonly facts: readonly string[]
}

/** An open source: what it reads, what it remembers, and how late and how fine its data are. */
export interface MetricSource extends SourceReader, SourceTraits {
  /** Settled blocks as plain JSON, to be kept between jobs and given to `openSource`; undefined where none are kept. */
  readonly memory: () => SourceMemory | undefined
}

/** A kind of source: its settings table and how to open one. */
export interface SourceKind {
  readonly settings: Fields
  /** One sentence for the docs. */
  readonly summary: string
  readonly open: (settings: Readonly<Record<string, string>>, io: Io, memory?: unknown) => MetricSource
}

/** Facts that a source learned about its server, such as that a query can match; they are kept with the memory. */
export type Facts = Set<string>

/** What the code of a source returns: its reader, and its traits where they are not the usual ones. */
export type OpenedReader = SourceReader & Partial<SourceTraits>
