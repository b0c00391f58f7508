import type { Subject } from '@sluice/verdict'
import { decodePayload, type RecordPayload } from './payload.ts'
import { readStatus } from './status.ts'
import type { StoredRecord, StoredStatus } from './store.ts'
import type { AfterHome, AskKind, EndedAs, Word } from './word.ts'

export type RolloutPhase = 'claimed' | 'climbing' | 'held' | EndedAs

/** The last word about the weight: what recovery goes by. */
export type LastWord =
  | { readonly kind: 'begun' }
  | { readonly kind: 'rise'; readonly from: number; readonly to: number }
  | { readonly kind: 'at'; readonly weight: number }
  | { readonly kind: 'home'; readonly then: AfterHome }
  | { readonly kind: 'hold'; readonly weight: number }

/** Traffic at one weight. `counts: false` where the time may only show harm. `to` is missing while it lasts. */
export interface TrafficWindow {
  readonly weight: number
  readonly from: number
  readonly to?: number
  readonly counts: boolean
}

/** One rollout, folded from its payload and its statuses. Times are epoch milliseconds. */
export interface RolloutRecord {
  readonly id: number
  readonly sha: string
  readonly payload: RecordPayload
  readonly startedAt: number
  readonly phase: RolloutPhase
  /** Somebody must still act on it: not ended, or promoted and to be finished. */
  readonly open: boolean
  readonly term: number
  readonly owner: { readonly run: string; readonly token: string; readonly until: number }
  /** The owner has let go. */
  readonly released: boolean
  readonly last: LastWord
  readonly lastAt: number
  /** What was asked of the owner and is not answered yet. */
  readonly asked?: { readonly ask: AskKind; readonly who: string }
  /** The weight that the next run climbs back to, where traffic went home. */
  readonly rung: number
  readonly paused: boolean
  /** The baseline of a promoted rollout is being retired, or may have been: nobody can go back. */
  readonly retiring: boolean
  /** A scheduled run has continued it, so that somebody will come again. */
  readonly scheduled: boolean
  /** Weight that the latest word read back. */
  readonly weight: number
  readonly windows: readonly TrafficWindow[]
}

/** Reads a record; undefined where the payload is not ours. Statuses in any order; those of other people do not count. */
export function foldRecord(
  record: StoredRecord,
  statuses: readonly StoredStatus[],
): RolloutRecord | undefined {
  const payload = decodePayload(record.payload)
  return payload === undefined ? undefined : foldStatuses(record, payload, statuses)
}

/** The same, where the payload has been read already. */
export function foldStatuses(
  record: StoredRecord,
  payload: RecordPayload,
  statuses: readonly StoredStatus[],
): RolloutRecord {
  let state = begunRecord(record, payload)
  for (const status of [...statuses].sort((a, b) => a.id - b.id)) {
    const word = wordOf(status)
    if (word !== undefined) state = after(state, word)
    // An earlier success is retired once another release is promoted; only an undecided rollout is ended this way.
    else if (status.state === 'inactive' && isUndecided(state))
      state = ended(state, 'aborted', state.weight, state.lastAt)
  }
  return state
}

/** Statuses never change, and a long history is folded often. */
const words = new WeakMap<StoredStatus, { readonly word: Word | undefined }>()

function wordOf(status: StoredStatus): Word | undefined {
  const known = words.get(status)
  if (known !== undefined) return known.word
  const word = readStatus(status)
  words.set(status, { word })
  return word
}

/** A record of which nothing has been said yet. */
export function begunRecord(record: StoredRecord, payload: RecordPayload): RolloutRecord {
  return {
    id: record.id,
    sha: record.sha,
    payload,
    startedAt: record.createdAt,
    phase: payload.began === 'claim' ? 'claimed' : 'climbing',
    open: true,
    term: 1,
    owner: { run: payload.by.run, token: payload.nonce, until: payload.until },
    released: false,
    last: firstWord(payload),
    lastAt: record.createdAt,
    rung: 0,
    paused: false,
    retiring: false,
    scheduled: payload.by.event === 'schedule',
    weight: 0,
    windows:
      payload.began === 'run' ? [{ weight: payload.first, from: record.createdAt, counts: false }] : [],
  }
}

/** Creating the record is the first intent of a run; a claim intends nothing yet, and a rehearsal to come home. */
function firstWord({ began, first }: RecordPayload): LastWord {
  switch (began) {
    case 'claim':
      return { kind: 'begun' }
    case 'run':
      return { kind: 'rise', from: 0, to: first }
    case 'rehearsal':
      return { kind: 'home', then: 'rehearsed' }
  }
}

/** One word more. Words of an older term, of a run that lost the race for a term, and after the end are void. */
export function after(state: RolloutRecord, word: Word): RolloutRecord {
  if (!state.open) return word.kind === 'end' ? overruled(state, word) : state
  if (word.kind === 'ask') return { ...state, asked: { ask: word.ask, who: word.who } }
  if (word.kind === 'take') return word.term === state.term + 1 ? taken(state, word) : state
  if (word.term !== state.term || word.token !== state.owner.token) return state
  switch (word.kind) {
    case 'rise':
      return {
        ...state,
        phase: state.phase === 'promoted' ? 'promoted' : 'climbing',
        last: { kind: 'rise', from: word.from, to: word.to },
        lastAt: word.at,
        // Between intent and confirmation nobody knows the weight: such time may show harm, and never passes.
        windows: [...closed(state.windows, word.at), { weight: word.to, from: word.at, counts: false }],
      }
    case 'at':
      return {
        ...state,
        last: { kind: 'at', weight: word.weight },
        lastAt: word.at,
        weight: word.weight,
        rung: word.weight > 0 ? word.weight : state.rung,
        windows: [
          ...closed(state.windows, word.at),
          ...(word.weight > 0 ? [{ weight: word.weight, from: word.at, counts: true }] : []),
        ],
      }
    case 'home':
      return {
        ...state,
        last: { kind: 'home', then: word.then },
        lastAt: word.at,
        rung: word.rung > 0 ? word.rung : state.rung,
        windows: closed(state.windows, word.at),
      }
    case 'hold': {
      const { asked, ...rest } = state
      return {
        ...rest,
        ...(asked?.ask === 'abort' ? { asked } : {}),
        phase: state.phase === 'promoted' ? 'promoted' : 'held',
        released: true,
        last: { kind: 'hold', weight: word.weight },
        lastAt: word.at,
        weight: word.weight,
        rung: word.rung,
        paused: word.paused,
        // Who lets go may have died in the middle of it: only one that knows better says so.
        retiring: state.retiring && word.kept !== true,
        windows: word.weight === 0 ? closed(state.windows, word.at) : state.windows,
      }
    }
    case 'end':
      return ended(state, word.as, word.weight, word.at, word)
  }
}

function taken(state: RolloutRecord, word: Word & { readonly kind: 'take' }): RolloutRecord {
  return {
    ...state,
    term: word.term,
    owner: { run: word.run, token: word.token, until: word.until },
    released: false,
    paused: false,
    scheduled: state.scheduled || word.scheduled,
    phase: state.phase === 'held' ? 'climbing' : state.phase,
    ...(word.then === undefined ? {} : { last: { kind: 'home', then: word.then }, lastAt: word.at }),
  }
}

function ended(
  state: RolloutRecord,
  as: EndedAs,
  weight: number,
  at: number,
  {
    stays = false,
    busy = false,
    retiring = false,
  }: { readonly stays?: boolean; readonly busy?: boolean; readonly retiring?: boolean } = {},
): RolloutRecord {
  const open = as === 'promoted' && stays
  return {
    ...state,
    phase: as,
    open,
    // Whoever promoted has let go, unless it says otherwise: finishing is anybody's.
    released: open && !busy,
    retiring: open && retiring,
    last: { kind: 'at', weight },
    lastAt: at,
    weight,
    windows: closed(state.windows, at),
  }
}

/** Whether an abort of the same moment overrules how a record ended: its end left everyone on the candidate. */
export function isOverruled({ phase }: RolloutRecord): boolean {
  return phase === 'promoted' || phase === 'stayed'
}

/** Nothing else is said after the end. */
function overruled(state: RolloutRecord, word: Word & { readonly kind: 'end' }): RolloutRecord {
  return isOverruled(state) && word.as === 'aborted' ? ended(state, 'aborted', word.weight, word.at) : state
}

export function isUndecided({ phase }: RolloutRecord): boolean {
  return phase === 'claimed' || phase === 'climbing' || phase === 'held'
}

function closed(windows: readonly TrafficWindow[], at: number): readonly TrafficWindow[] {
  return windows.map((window) => (window.to === undefined ? { ...window, to: at } : window))
}

/** What a verdict about this record is about: a later run may be of another commit. */
export function subjectFor(subject: Subject, record: RolloutRecord | undefined): Subject {
  if (record === undefined) return subject
  const { sha, artifact } = record.payload.identity
  const { artifact: _own, ...rest } = subject
  return { ...rest, sha, ...(artifact === undefined ? {} : { artifact }) }
}
