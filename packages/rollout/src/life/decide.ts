import { isUndecided, type RolloutRecord } from '../record/fold.ts'
import { nameOf, sameIdentity, type Identity, type RecordPayload } from '../record/payload.ts'
import type { AskKind, EndedAs } from '../record/word.ts'
import { readRolloutPlan } from './plan.ts'

export const COMMANDS = [
  'run',
  'claim',
  'continue',
  'promote',
  'pause',
  'resume',
  'abort',
  'retry',
  'finish',
  'status',
] as const
export type LifeCommand = (typeof COMMANDS)[number]

/** Whether a command is about a rollout that is there: without the record nobody can say that there is none. */
export function needsRecord(command: LifeCommand): boolean {
  return !['run', 'claim', 'retry', 'continue'].includes(command)
}

export type WhenSuperseded = 'replace' | 'queue' | 'refuse'

/** Who asks, and for what. `run` is `RUN.ATTEMPT`, or `RUN` where the CI system counts no attempts. */
export interface LifeCaller {
  readonly command: LifeCommand
  readonly event: string
  readonly run: string
  readonly actor: string
  readonly identity: Identity
  readonly whenSuperseded: WhenSuperseded
  /** It releases nothing: begins only where nothing is open, and whatever was decided before. */
  readonly rehearses?: boolean
  /** The arm that must become the candidate; where it is missing, whichever serves nobody. */
  readonly target?: string
}

/** Whether anybody may still act for the owner of a record. `same`: an earlier step of this very run. */
export type Ownership = 'released' | 'over' | 'same' | 'alive'

export type Move =
  | { readonly do: 'start'; readonly attempt: number }
  /** Take the next term. `supersede`: only to end it, so that another can start. */
  | {
      readonly do: 'take'
      readonly record: RolloutRecord
      readonly why: 'continue' | 'supersede' | 'pause' | 'promote' | 'finish'
    }
  /** Ask the living owner and wait for it. */
  | { readonly do: 'ask'; readonly record: RolloutRecord; readonly ask: AskKind }
  | { readonly do: 'queue'; readonly record: RolloutRecord }
  | { readonly do: 'abort'; readonly record: RolloutRecord }
  /** Tell the earlier decision, move nothing. */
  | { readonly do: 'report'; readonly record: RolloutRecord }
  | { readonly do: 'none'; readonly because: NothingBecause; readonly record?: RolloutRecord }
  | {
      readonly do: 'refuse'
      readonly code: 'ROLLOUT_IN_PROGRESS' | 'FINISH_FIRST'
      readonly record: RolloutRecord
    }

/** Closed list: why a run has nothing to do. */
export type NothingBecause =
  'nothing_open' | 'owner_at_work' | 'newer_release' | 'paused' | 'status_only' | 'already_open'

/** Everything that has been read; `records` oldest first, `payloads` those of final records too. */
export interface Known {
  readonly records: readonly RolloutRecord[]
  readonly payloads: readonly { readonly id: number; readonly payload: RecordPayload }[]
}

const STARTS: ReadonlySet<string> = new Set([
  'push',
  'release',
  'workflow_dispatch',
  'deployment',
  'pull_request',
  'pull_request_target',
  'merge_group',
  'workflow_run',
  'repository_dispatch',
])

const DECIDED: readonly EndedAs[] = [
  'promoted',
  'finished',
  'rolled-back',
  'aborted',
  'superseded',
  'given-up',
  'refused',
  'stayed',
]

/** The open rollout: the one with the lowest id. */
export function openRecord(records: readonly RolloutRecord[]): RolloutRecord | undefined {
  return records.find((record) => record.open)
}

/** A caller and the action that it runs: what another action decided about a commit is not this one's decision. */
export type Deciding = LifeCaller & { readonly action: string }

/** What a run does (rollout.md §2). Pure: `ownership` is about the open record, `records` without the own one. */
export function decide(caller: Deciding, known: Known, ownership: Ownership): Move {
  const open = openRecord(known.records)
  if (caller.rehearses === true) return rehearse(open, ownership)
  switch (caller.command) {
    case 'status':
      return { do: 'none', because: 'status_only', ...(open === undefined ? {} : { record: open }) }
    case 'abort':
      return open === undefined ? { do: 'none', because: 'nothing_open' } : { do: 'abort', record: open }
    case 'pause':
    case 'promote':
      return open === undefined || !isUndecided(open)
        ? { do: 'none', because: 'nothing_open' }
        : handOver(open, ownership, caller.command)
    case 'finish':
      return open?.phase === 'promoted'
        ? { do: 'take', record: open, why: 'finish' }
        : { do: 'none', because: 'nothing_open' }
    case 'continue':
    case 'resume':
      return carryOn(caller, open, ownership)
    case 'run':
    case 'claim':
      if (!startsOn(caller)) return carryOn(caller, open, ownership)
      return begin(caller, known, open, ownership, isRerun(caller))
    case 'retry':
      return begin(caller, known, open, ownership, true)
  }
}

function rehearse(open: RolloutRecord | undefined, ownership: Ownership): Move {
  if (open === undefined) return { do: 'start', attempt: 1 }
  return open.payload.began === 'rehearsal' && ownership !== 'alive'
    ? { do: 'take', record: open, why: 'continue' }
    : { do: 'refuse', code: 'ROLLOUT_IN_PROGRESS', record: open }
}

/** A schedule never starts anything; outside a workflow there is no event, and a person means what they typed. */
export function startsOn({ event }: Pick<LifeCaller, 'event'>): boolean {
  return event === '' || STARTS.has(event)
}

function isRerun({ run, event }: LifeCaller): boolean {
  return event !== 'schedule' && attemptOf(run) > 1
}

function handOver(open: RolloutRecord, ownership: Ownership, why: 'pause' | 'promote'): Move {
  return ownership === 'alive' ? { do: 'ask', record: open, ask: why } : { do: 'take', record: open, why }
}

function carryOn(caller: LifeCaller, open: RolloutRecord | undefined, ownership: Ownership): Move {
  if (open === undefined) return { do: 'none', because: 'nothing_open' }
  if (ownership === 'alive') return { do: 'none', because: 'owner_at_work', record: open }
  if (open.phase === 'promoted') return { do: 'take', record: open, why: 'finish' }
  if (open.paused && caller.command !== 'resume') return { do: 'none', because: 'paused', record: open }
  return { do: 'take', record: open, why: 'continue' }
}

function begin(
  caller: Deciding,
  known: Known,
  open: RolloutRecord | undefined,
  ownership: Ownership,
  again: boolean,
): Move {
  if (open !== undefined && isMeant(open, caller)) {
    if (ownership === 'alive') return { do: 'none', because: 'owner_at_work', record: open }
    if (open.phase === 'promoted')
      return isRetiring(open) ? { do: 'take', record: open, why: 'finish' } : { do: 'report', record: open }
    return { do: 'take', record: open, why: 'continue' }
  }
  if (!again && newerThan(caller, known)) return { do: 'none', because: 'newer_release' }
  if (open !== undefined) return replace(caller, open, ownership)
  return startOrReport(caller, known, again)
}

function replace(caller: LifeCaller, open: RolloutRecord, ownership: Ownership): Move {
  if (open.phase === 'promoted') {
    return ownership === 'alive' ? { do: 'queue', record: open } : { do: 'take', record: open, why: 'finish' }
  }
  switch (caller.whenSuperseded) {
    case 'refuse':
      return { do: 'refuse', code: 'ROLLOUT_IN_PROGRESS', record: open }
    case 'queue':
      return { do: 'queue', record: open }
    case 'replace':
      return ownership === 'alive'
        ? { do: 'ask', record: open, ask: 'release' }
        : { do: 'take', record: open, why: 'supersede' }
  }
}

function startOrReport(caller: Deciding, known: Known, again: boolean): Move {
  const own = known.records.filter((record) => isMeant(record, caller))
  const tried = own.filter(({ phase }) => isDecided(phase))
  const attempt = 1 + Math.max(0, ...tried.map(({ payload }) => payload.attempt))
  const decided = tried.at(-1)
  if (decided === undefined) return { do: 'start', attempt }
  if (decided.phase === 'promoted' || decided.phase === 'finished') {
    const later = known.records.some(
      ({ id, phase }) => id > decided.id && (phase === 'promoted' || phase === 'finished'),
    )
    return later ? { do: 'start', attempt } : { do: 'report', record: decided }
  }
  // Once per RUN.ATTEMPT: a second step of one attempt does not try again. Without attempts, only `retry` asks for it.
  const triedNow = caller.run.includes('.') && tried.some(({ payload }) => payload.by.run === caller.run)
  return again && !triedNow ? { do: 'start', attempt } : { do: 'report', record: decided }
}

/** Whether a promoted rollout stays open only until its baseline is retired. */
export function isRetiring({ phase, payload }: RolloutRecord): boolean {
  return phase === 'promoted' && readRolloutPlan(payload.plan)?.retires === true
}

/** Whether a record is about what the caller wants: the same candidate and action, in the arm that it names, if any. */
function isMeant({ payload }: RolloutRecord, { action, identity, target }: Deciding): boolean {
  const there = target === undefined || payload.arms.candidate === target
  return there && payload.action === action && sameIdentity(payload.identity, identity)
}

export function isDecided(phase: RolloutRecord['phase']): boolean {
  return DECIDED.some((as) => as === phase)
}

/**
 * A newer run has already begun another candidate. Only the runs of one system have numbers that compare. Outside of GitHub
 * Actions these may begin again: then a smaller one has begun something after all larger ones, which say no more.
 */
function newerThan(caller: LifeCaller, { payloads }: Known): boolean {
  const own = numberOf(caller.run)
  if (own === undefined) return false
  const others = payloads.flatMap(({ payload: { began, by, identity } }) => {
    const other = numberOf(by.run)
    return began === 'rehearsal' || other?.system !== own.system ? [] : [{ identity, number: other.number }]
  })
  const last = own.system === '' ? -1 : others.findLastIndex(({ number }) => number < own.number)
  return others
    .slice(last + 1)
    .some(({ number, identity }) => number > own.number && !sameIdentity(identity, caller.identity))
}

/** The CI system of a run and its number in it: `gitlab-77`, or `77.1` in GitHub Actions. Runs of a terminal have none. */
function numberOf(run: string): { readonly system: string; readonly number: number } | undefined {
  const [, system = '', number] = /^(?:([a-z]+)-)?(\d+)(?:\.|$)/.exec(run) ?? []
  return number === undefined ? undefined : { system, number: Number(number) }
}

function attemptOf(run: string): number {
  const attempt = Number(run.split('.')[1] ?? '1')
  return Number.isFinite(attempt) ? attempt : 1
}

/**
 * Whether the owner of a record may still act. `isOver` is what GitHub says of its run, undefined where it does not say;
 * an earlier attempt of this run is over, and a term is over when its `until` has passed.
 */
export function ownershipOf(
  record: RolloutRecord,
  caller: Pick<LifeCaller, 'run'>,
  isOver: boolean | undefined,
  now: number,
): Ownership {
  const { run, until } = record.owner
  if (record.released) return 'released'
  if (run === caller.run) return 'same'
  const sameRun = run.split('.')[0] === caller.run.split('.')[0]
  if (sameRun && attemptOf(run) < attemptOf(caller.run)) return 'over'
  if (isOver === true || now > until) return 'over'
  return 'alive'
}

/** One line about a record, for messages. */
export function describeRecord({ id, payload, phase, weight }: RolloutRecord): string {
  return `${nameOf(payload.identity)} (deployment ${id}, ${phase} at ${weight}%)`
}
