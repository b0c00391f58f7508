import type { RolloutRecord } from '../record/fold.ts'
import type { LookReason } from './look.ts'

export type LifeDecision =
  | 'advance'
  | 'promote'
  | 'hold'
  | 'roll-back'
  | 'none'
  | 'abort'
  | 'pause'
  | 'finish'
  | 'claim'
  | 'refuse'
  | 'stay'
  | 'rehearse'
  | 'error'

/** Closed list: what a run says about why it ended, where no look says it. */
export type LifeReason =
  | LookReason
  | 'nothing_open'
  | 'owner_at_work'
  | 'newer_release'
  | 'status_only'
  | 'already_decided'
  | 'taken_over'
  | 'queued'
  | 'claimed'
  | 'claim_lost'
  | 'promoted'
  | 'finished'
  | 'finish_first'
  | 'not_deployed'
  | 'preflight_failed'
  | 'interrupted'
  | 'record_unavailable'
  | 'router_unavailable'
  | 'router_refused'
  | 'router_not_confirmed'
  | 'unconfirmed'
  | 'candidate_has_traffic'
  | 'roles_unclear'
  | 'already_open'
  | 'checks_failed'
  | 'checks_undecided'
  | 'no_way_back'
  | 'rehearsed'

/** How a run ended. `weight` is what was read back last; undefined where the router was not read. */
export interface LifeEnding {
  readonly decision: LifeDecision
  readonly reason: LifeReason
  readonly weight: number | undefined
  /** One sentence in plain words, of what was read back. */
  readonly did: string
  readonly record: RolloutRecord | undefined
  /** A word that could not be written, so that the next run has to find out. */
  readonly unsaid?: boolean
  /** What the preflight found, one problem each, where it kept the rollout from beginning. */
  readonly problems?: readonly string[]
}

const NOTHING_TO_SAY: ReadonlySet<LifeReason> = new Set([
  'nothing_open',
  'owner_at_work',
  'newer_release',
  'paused',
  'status_only',
  'already_decided',
  'already_open',
  'claimed',
  'taken_over',
  'finish_first',
  'queued',
] as const)

/**
 * Whether a run has nothing to say: no check, no comment. What went wrong, and a pause, are always said, except that an
 * abort came too late: the check is about a rollout that had ended before.
 */
export function isQuiet({ decision, reason }: LifeEnding): boolean {
  const isLate = decision === 'error' && reason === 'taken_over'
  return NOTHING_TO_SAY.has(reason) && decision !== 'pause' && (decision !== 'error' || isLate)
}
