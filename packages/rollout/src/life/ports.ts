import type { RolloutRecord, TrafficWindow } from '../record/fold.ts'
import type { ArmNames, Identity } from '../record/payload.ts'
import type { RecordStore } from '../record/store.ts'
import type { EndedAs } from '../record/word.ts'
import type { LifeEnding } from './ending.ts'
import type { Act, Sight } from './look.ts'
import type { RolloutPlan } from './plan.ts'

/** What users meet now, in percent on the candidate. `pending`: something asked for has not taken effect yet. */
export interface WeightReading {
  readonly weight: number
  readonly pending: boolean
  readonly version?: string
  /** The weight of each part, where the router consists of several, such as one load balancer a region. */
  readonly parts?: readonly number[]
}

/**
 * The split between two arms. Every method ends within the router's own deadline, whatever was cancelled, and rejects
 * when the router cannot be reached or refuses. An accepted write may take effect later; a rejected one may have
 * happened. A write with a version that is not the router's any more rejects with `RouterChanged`, and one that
 * was refused with `RouterRefused`: neither has happened.
 */
export interface RolloutRouter {
  readonly read: () => Promise<WeightReading>
  readonly write: (weight: number, version?: string) => Promise<void>
  /** Points by which a weight between 0 and 100 may be off. */
  readonly tolerance: number
  /** Milliseconds until a write must have shown, on the way up and on the way back. */
  readonly deadlineMs: { readonly shift: number; readonly undo: number }
  /** Milliseconds that a router without `pending` needs until a reading proves anything. */
  readonly settlesMs: number
  /**
   * An engine climbs steps of its own: from 0 it goes to its first rung only, elsewhere to the next one, to 0 and to 100,
   * from where no write leads back. Any other weight rejects with `RouterRefused`.
   */
  readonly oneWay?: boolean
}

/** The router said no: nothing was written. */
export class RouterRefused extends Error {
  override readonly name = 'RouterRefused'
}

/** The router was changed by someone else between reading and writing. Nothing was written. */
export class RouterChanged extends Error {
  override readonly name = 'RouterChanged'
}

/** What to look at: the record and plan of the rollout, all its traffic since the beginning, and the present weight. */
export interface LookQuestion {
  readonly record: RolloutRecord
  readonly plan: RolloutPlan
  readonly windows: readonly TrafficWindow[]
  readonly weight: number
  /** When the present weight was reached. */
  readonly arrivedAt: number
}

/** Why nobody may meet the candidate. */
export type CheckProblem = 'checks_failed' | 'checks_undecided'

/** The two moves of a rehearsal; each resolves once the router confirms it, and to false where the rehearsal must end. */
export interface RehearsalMoves {
  readonly there: () => Promise<boolean>
  readonly back: () => Promise<boolean>
}

/** What whoever retires a baseline must ask. */
export interface RetireLeave {
  /** Asked while it waits, and at its end: false ends the wait, undefined where nobody can tell. */
  readonly mayGoOn: () => Promise<boolean | undefined>
  /** Asked just before anything is done that nobody can take back; the record says so from then on. */
  readonly mayBegin: () => Promise<boolean>
}

/** The plan of one rollout, and the digest that binds it. */
export interface LearnedPlan {
  readonly plan: RolloutPlan
  readonly digest: string
}

/** What a life does to the world. `cancelled` turns true when the job is cancelled, and ends every `wait` at once. */
export interface LifePorts {
  readonly store: RecordStore
  /** The split between these two arms; the weight is the candidate's. */
  readonly router: (arms: ArmNames) => RolloutRouter
  /** Looks at the evidence; never rejects: a source that fails is `blind`. */
  readonly look: (question: LookQuestion) => Promise<Sight>
  /** What must hold before anyone meets the candidate, asked at 0%; undefined where it holds. Never rejects. */
  readonly check?: (record: RolloutRecord) => Promise<CheckProblem | undefined>
  /** Why the baseline would serve nobody; undefined where nothing speaks against it. Takes seconds, never rejects. */
  readonly homeProblem?: (arms: ArmNames) => Promise<string | undefined>
  /** Moves everyone there and back as often as it likes; true where no round was bad. */
  readonly rehearse?: (record: RolloutRecord, moves: RehearsalMoves) => Promise<boolean>
  /**
   * Retires the baseline of a promoted rollout, which began to be kept at this moment. Resolves to whether the baseline is
   * retired. Never rejects.
   */
  readonly retire?: (record: RolloutRecord, since: number, leave: RetireLeave) => Promise<boolean>
  /** Whether every instance of an arm runs this candidate; undefined where nobody can tell. Never rejects. */
  readonly runs: (arm: string, identity: Identity) => Promise<boolean | undefined>
  /**
   * Looks at everything a rollout needs before anyone meets the candidate, and writes nothing. Resolves to what stands in
   * the way, one text for each problem; none where it may begin. `claims`: the candidate is not deployed yet. Where it is
   * missing nothing is looked at. Never rejects.
   */
  readonly preflight?: (arms: ArmNames, claims: boolean) => Promise<readonly string[]>
  /**
   * Completes the plan of a rollout that begins by what can be learned before anyone meets the candidate, such as the
   * noise of the baseline. Never rejects.
   */
  readonly learn?: (arms: ArmNames) => Promise<LearnedPlan>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Waits; a cancellation ends it early. */
  readonly wait: (ms: number) => Promise<void>
  /** Waits to the end. */
  readonly pause: (ms: number) => Promise<void>
  readonly cancelled: () => boolean
  /** Keeps what the post step needs if this process dies; undefined when there is nothing to put right any more. */
  readonly remember: (note: LifeNote | undefined) => Promise<void>
  /** Shows progress; takes no time and never throws. */
  readonly tell: (progress: LifeProgress) => void
  /** Hears of every rise that has arrived; takes no time and never throws. */
  readonly moved?: (move: LifeMove) => void
  /**
   * Tells people how a rollout ends, just before its record says so: a run that is lost in between finds the record open,
   * and its successor tells them again. Told after it, nobody would come back to a check that is still in progress.
   * Takes a bounded time and never rejects.
   */
  readonly conclude?: (ending: LifeEnding) => Promise<void>
  /** A random name, unique to this process. */
  readonly token: string
  /** Address of this run, for the records. */
  readonly runUrl: string
}

export interface LifeProgress {
  readonly act: Act
  readonly weight: number
  readonly record: RolloutRecord
}

/** A rise that was read back. */
export interface LifeMove {
  readonly record: RolloutRecord
  /** The highest weight that this rollout had reached before; 0 for the first rise. */
  readonly before: number
  readonly to: number
}

/** What a post step must know. */
export interface LifeNote {
  readonly record: number
  readonly term: number
  readonly token: string
  readonly until: number
  readonly arms: ArmNames
  /** The weights that this process may have put there. */
  readonly weights: readonly number[]
  readonly rung: number
  /** Reaching this weight was the promotion itself. */
  readonly promotesAt: number | undefined
  /** What the record was about to be ended as. */
  readonly ends: EndedAs | undefined
  /** People have heard of it. */
  readonly told: boolean
  /** The job was cancelled: the rollout is paused, not only held. */
  readonly cancelled: boolean
  /** The step ended, and the rollout is left open for the next step of this job. */
  readonly leftOpen: boolean
}

/** Milliseconds of the protocol, all derived from the settle time. */
export interface Timing {
  /** Between a word that claims something and the reading that confirms it. */
  readonly settleMs: number
  /** Who takes over from a run that did not let go waits this long before it touches the router. */
  readonly fenceMs: number
  /** Between two readings of a router that has not arrived yet. */
  readonly pollMs: number
  /** How often a living owner reads what is asked of it. */
  readonly listenMs: number
  /** How long a run waits for another one to let go or to end. */
  readonly maxWaitMs: number
}

/** Timing for a settle time: a minute for ten seconds, or longer where the router takes longer. */
export function timingFor(
  settleMs: number,
  router: Pick<RolloutRouter, 'deadlineMs' | 'settlesMs'>,
  maxWaitMs: number,
): Timing {
  const slowest = Math.max(router.deadlineMs.shift, router.deadlineMs.undo, router.settlesMs)
  return {
    settleMs,
    fenceMs: slowest > 60_000 ? slowest : 6 * settleMs,
    pollMs: 500,
    listenMs: Math.max(12 * settleMs, 1000),
    maxWaitMs,
  }
}
