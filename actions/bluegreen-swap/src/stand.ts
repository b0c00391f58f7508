import type { CheckResult } from '@sluice/judge'
import type { WatchStage } from '@sluice/rollout'
import type { Probe } from '@sluice/swap'
import type { Evidence } from '@sluice/verdict'

/** Who serves now and who is to take over. */
export interface Colours {
  readonly target: string
  readonly previous: string
}

/** What differs between the modes: how users are moved, and how the target is watched. */
export interface Stand {
  readonly colours: Colours
  /** Percent of users on the target, as the world really does it. */
  readonly read: (signal: AbortSignal) => Promise<number>
  /** Moves users; doing it again changes nothing. */
  readonly shift: (share: number, signal: AbortSignal) => Promise<void>
  /** Sends everyone back to the previous colour: always writes, then confirms; `shift` and `read` do it where missing. */
  readonly goHome?: (signal: AbortSignal, withinMs: number | undefined) => Promise<void>
  /** Why the previous colour would serve nobody, as far as this mode can tell. */
  readonly homeProblem?: (signal: AbortSignal) => Promise<string | undefined>
  /** Connections that the previous colour is still answering; undefined where the mode cannot tell. */
  readonly open?: (signal: AbortSignal) => Promise<number | undefined>
  /** What a prober has seen so far, where there is one. */
  readonly probes?: () => readonly Probe[]
  /** What this mode checks by itself before the swap. */
  readonly check: (signal: AbortSignal) => Promise<readonly CheckResult[]>
  /** Everything observed since the stage began, judged. */
  readonly look: (stage: WatchStage, signal: AbortSignal) => Promise<readonly Evidence[]>
  /** Ends what runs in the background, and says what the report should show. */
  readonly close: () => Promise<Findings>
}

/** What a mode found out besides evidence: plain data for the verdict's details, and lines of Markdown text for people. */
export interface Findings {
  readonly details: Readonly<Record<string, unknown>>
  /** One sentence each, already free of foreign text. */
  readonly lines: readonly string[]
  readonly outputs: { readonly 'downtime-ms': string; readonly 'failed-probes': string }
}

/** Used by modes without a prober. */
export const UNPROBED = { 'downtime-ms': '', 'failed-probes': '' } as const
