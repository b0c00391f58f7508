import type { TrafficWindow } from '../record/fold.ts'
import type { Identity } from '../record/payload.ts'
import type { RecordStore } from '../record/store.ts'
import type { Act, Sight } from './look.ts'

/** What users meet now, in percent on the candidate. `pending`: something asked for has not taken effect yet. */
export interface Reading {
  readonly weight: number
  readonly pending: boolean
  readonly version?: string
}

/**
 * The split between two arms. Every method ends within the router's own deadline, whatever was cancelled, and rejects
 * when the router cannot be reached or refuses. An accepted write may take effect later; a rejected one may have
 * happened. A write with a version that is not the router's any more rejects with `RouterChanged`.
 */
export interface RolloutRouter {
  readonly read: () => Promise<Reading>
  readonly write: (weight: number, version?: string) => Promise<void>
  /** Points by which a weight between 0 and 100 may be off. */
  readonly tolerance: number
  /** Milliseconds until a write must have shown, on the way up and on the way back. */
  readonly deadlineMs: { readonly shift: number; readonly undo: number }
  /** Milliseconds that a router without `pending` needs until a reading proves anything. */
  readonly settlesMs: number
}

/** The router was changed by someone else between reading and writing. Nothing was written. */
export class RouterChanged extends Error {
  override readonly name = 'RouterChanged'
}

/** What a life does to the world. `cancelled` turns true when the job is cancelled, and ends every `wait` at once. */
export interface LifePorts {
  readonly store: RecordStore
  readonly router: RolloutRouter
  /** Looks at the evidence of all windows; never rejects: a source that fails is `blind`. */
  readonly look: (windows: readonly TrafficWindow[], arrivedAt: number) => Promise<Sight>
  /** Whether every instance of an arm runs this candidate; undefined where nobody can tell. Never rejects. */
  readonly runs: (arm: 'candidate' | 'baseline', identity: Identity) => Promise<boolean | undefined>
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
  /** A random name, unique to this process. */
  readonly token: string
  /** Address of this run, for the records. */
  readonly runUrl: string
}

export interface LifeProgress {
  readonly act: Act
  readonly weight: number
}

/** What a post step must know. */
export interface LifeNote {
  readonly record: number
  readonly term: number
  readonly token: string
  readonly until: number
  /** The weights that this process may have put there. */
  readonly weights: readonly number[]
  readonly rung: number
  /** Reaching this weight was the promotion itself. */
  readonly promotesAt: number | undefined
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
export function timingFor(settleMs: number, router: RolloutRouter, maxWaitMs: number): Timing {
  const slowest = Math.max(router.deadlineMs.shift, router.deadlineMs.undo, router.settlesMs)
  return {
    settleMs,
    fenceMs: slowest > 60_000 ? slowest : 6 * settleMs,
    pollMs: 500,
    listenMs: Math.max(12 * settleMs, 1000),
    maxWaitMs,
  }
}
