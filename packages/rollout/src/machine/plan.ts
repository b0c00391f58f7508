/** Which way the change is made: a router, two producers of a stream, or devices that read a manifest. */
export const MODES = ['router', 'producers', 'fleet'] as const
export type Mode = (typeof MODES)[number]

/** What a swap sets out to do. Fixed when its record is opened, and the same for every run that continues it. */
export interface SwapPlan {
  readonly swap: 1
  readonly mode: Mode
  readonly environment: string
  readonly service: string
  readonly sha: string
  readonly target: string
  readonly previous: string
  /** Percent of users the target gets, one watch each, rising. `[98]` holds 2 % back as a control. */
  readonly ladder: readonly number[]
  /** How long each watch may take before an undecided verdict means the way back. */
  readonly watchMs: number
  /** How long each watch takes at least, however good it looks; absent in records of older versions. */
  readonly bakeMs?: number
  /** Run and attempt that opened it, as the workflow names them. */
  readonly run: string
  readonly attempt: string
}

/** Why a swap was refused or taken back. Closed list: adding one is an API change. */
export const WHYS = [
  'checks_failed',
  'checks_undecided',
  'shared_incompatible',
  'regression_found',
  'not_enough_data',
  'nothing_measured',
  'source_unavailable',
  'sample_ratio_mismatch',
  'traffic_changed',
  'another_swap',
  'stopped',
  'no_way_back',
  'rehearsed',
] as const
export type Why = (typeof WHYS)[number]

/** One thing that happened, in the order in which it happened. Times in epoch milliseconds. */
export type Mark =
  | { readonly what: 'checked'; readonly at: number }
  | { readonly what: 'shifting' | 'live' | 'passed'; readonly at: number; readonly share: number }
  | { readonly what: 'refused' | 'returning' | 'returned' | 'stayed'; readonly at: number; readonly why: Why }
  | { readonly what: 'kept' | 'released' | 'retired'; readonly at: number }
