import type { CheckResult } from '@sluice/judge'
import type { MetricQuery } from '@sluice/metrics'
import type { PastSource, RolloutRouter } from '@sluice/rollout'
import type { Probe } from '@sluice/swap'
import type { Evidence } from '@sluice/verdict'
import type { Colours, SwapTask } from './plan.ts'

/** One watch: the share of users on the target, the rung of the ladder, and since when it stands. */
export interface WatchStage {
  readonly share: number
  readonly rung: number
  /** Epoch milliseconds. */
  readonly since: number
}

/** Who knows the past of a colour, and by which name. */
export interface KnownPast {
  readonly source: PastSource<MetricQuery>
  readonly arm: (colour: string) => string
}

/** What differs between the modes: how users are moved, and how the target is watched. */
export interface SwapDriver {
  /** The roles in a swap that begins now; undefined where neither colour serves everyone. Throws `UserError`. */
  readonly begin: () => Promise<Colours | undefined>
  /** Moves users between two colours; its weight is the target's. */
  readonly router: (colours: Colours) => RolloutRouter
  /** Why the previous colour would serve nobody, as far as this mode can tell. */
  readonly homeProblem?: (colours: Colours, signal: AbortSignal) => Promise<string | undefined>
  /** Connections that the previous colour is still answering; undefined where the mode cannot tell. */
  readonly open?: (colours: Colours, signal: AbortSignal) => Promise<number | undefined>
  /** What a prober has seen so far, where there is one. */
  readonly probes?: () => readonly Probe[]
  /** Watches requests after the way back, until they prove it or its time is up. */
  readonly proveHome?: (withinMs: number) => Promise<void>
  /** Takes the target from everyone at once, before any record is read; undefined where nobody was told to run it. */
  readonly stop?: () => Promise<string | undefined>
  /** What this mode checks by itself before the swap. */
  readonly check: (task: SwapTask, signal: AbortSignal) => Promise<readonly CheckResult[]>
  /** Everything observed since the stage began, judged. */
  readonly look: (task: SwapTask, stage: WatchStage, signal: AbortSignal) => Promise<readonly Evidence[]>
  /** What the report should show by now; nothing is asked and nothing ends. */
  readonly seen: (colours: Colours | undefined) => Findings
  /** Whom the noise of the previous colour can be learned from, where metrics are watched. */
  readonly past?: KnownPast
  /** Ends what runs in the background, and says what the report should show. */
  readonly close: (colours: Colours | undefined) => Promise<Findings>
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
