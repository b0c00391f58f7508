import { openRecord, type LifeCaller, type Ownership, ownershipOf } from './decide.ts'
import type { LifeEnding, LifeDecision, LifeReason } from './ending.ts'
import type { RolloutPlan } from './plan.ts'
import type { LifeNote, LifePorts, WeightReading, RolloutRouter, Timing } from './ports.ts'
import type { RolloutRecord } from '../record/fold.ts'
import { stateFor, writeStatus } from '../record/status.ts'
import type { ArmNames } from '../record/payload.ts'
import { openView, type RecordsView } from '../record/view.ts'
import type { Saying, Word } from '../record/word.ts'
import { sentenceOf } from '../record/sentences.ts'

/** What a run wants to do, and by which plan where it begins something. */
export interface LifeRequest {
  readonly caller: LifeCaller
  readonly action: string
  readonly service: string
  /** The arms of a rollout that begins now; undefined where nobody can tell which of two slots serves. */
  readonly arms: () => Promise<ArmNames | undefined>
  /**
   * The arms, where the inputs alone say which one is the candidate: an abort then goes home without the record. `sure`: no
   * rollout can have them the other way round.
   */
  readonly home?: { readonly arms: ArmNames; readonly sure: boolean }
  /** What to give where they do not. */
  readonly homeAdvice?: string
  readonly plan: RolloutPlan
  readonly digest: string
  /** Last moment of this job. */
  readonly until: number
  /** After this moment the run looks no more. */
  readonly lookUntil: number
}

/** One run at work on one record. Mutable: it is the memory of a process. */
export interface Life {
  readonly ports: LifePorts
  readonly timing: Timing
  readonly request: LifeRequest
  readonly view: RecordsView
  /** The record at hand, its term and its plan. */
  record: number
  term: number
  arms: ArmNames
  router: RolloutRouter
  plan: RolloutPlan
  count: number
  fragments: boolean
  /** The weight that was read back last, and the ones that this process may have put there. */
  weight: number
  ownWeights: number[]
  rung: number
  /** When ownership was read last. */
  checkedAt: number
  /** When the record was read for what is asked. */
  listenedAt: number
  /** No reading proves anything before this moment. */
  quietFrom: number
}

const NO_ARMS: ArmNames = { baseline: '', candidate: '' }

/** `view` keeps what this process has read and written before: a list that shows less is old. */
export function openLife(
  ports: LifePorts,
  timing: Timing,
  request: LifeRequest,
  view: RecordsView = openView(ports.store),
): Life {
  return {
    arms: NO_ARMS,
    router: ports.router(NO_ARMS),
    ports,
    timing,
    request,
    view,
    record: 0,
    term: 0,
    plan: request.plan,
    count: 0,
    fragments: true,
    weight: 0,
    ownWeights: [],
    rung: 0,
    checkedAt: Number.NEGATIVE_INFINITY,
    listenedAt: ports.now(),
    quietFrom: Number.NEGATIVE_INFINITY,
  }
}

/** Turns to a record: its arms, its plan and where it stands. */
export function turnTo(life: Life, record: RolloutRecord): void {
  life.record = record.id
  life.term = record.term
  life.rung = record.rung
  life.weight = record.weight
  useArms(life, record.payload.arms)
}

export function useArms(life: Life, arms: ArmNames): void {
  life.arms = arms
  life.router = life.ports.router(arms)
}

/** Whether every instance of an arm of the record runs its candidate; undefined where nobody can tell. */
export async function runsIt(life: Life, arm: keyof ArmNames): Promise<boolean | undefined> {
  const { arms, identity } = recordOf(life).payload
  return await life.ports.runs(arms[arm], identity)
}

/** Appends a word to the record at hand; false where it may not have been written. */
export async function say(
  life: Life,
  saying: Saying,
  sentence?: string,
  withinMs?: number,
): Promise<boolean> {
  const { ports, view } = life
  const word = { ...saying, ...signature(life) } as Word
  const record = view.get(life.record)
  const before = { claimed: record?.phase === 'claimed', promoted: record?.phase === 'promoted' }
  const by = life.request.caller.actor
  const text = `${sentence ?? sentenceOf(saying)}${by === '' ? '' : ` By ${by}.`}`
  for (;;) {
    const { fragments } = life
    const status = writeStatus(word, stateFor(word, before), ports.runUrl, { fragments, sentence: text })
    try {
      const kept = await ports.store.addStatus(life.record, status, withinMs)
      const dropped = status.logUrl.includes('#') && !kept.logUrl.includes('#')
      if (dropped) {
        // GitHub drops fragments: the word follows the sentence from now on.
        life.fragments = false
        continue
      }
      view.wrote(life.record, { ...status, id: kept.id })
      return true
    } catch {
      return false
    }
  }
}

function signature(life: Life): Pick<Word, 'term' | 'count' | 'at' | 'run' | 'token'> {
  life.count += 1
  return {
    term: life.term,
    count: life.count,
    at: life.ports.now(),
    run: life.request.caller.run,
    token: life.ports.token,
  }
}

/** Whether this process owns the lowest open record, by what has been read. */
export function owns(life: Life): boolean {
  const record = life.view.get(life.record)
  return (
    record !== undefined &&
    record.open &&
    record.term === life.term &&
    record.owner.token === life.ports.token &&
    openRecord(life.view.records())?.id === life.record
  )
}

/** Reads the record at hand again; false where it cannot be read. */
export async function reread(life: Life): Promise<boolean> {
  try {
    await life.view.refreshOne(life.record)
    life.checkedAt = life.ports.now()
    life.listenedAt = life.checkedAt
    return true
  } catch {
    return false
  }
}

/** The record at hand; throws where it was never read, which no caller lets happen. */
export function recordOf(life: Life): RolloutRecord {
  const record = life.view.get(life.record)
  if (record === undefined) throw new Error(`record ${life.record} has not been read`)
  return record
}

/** Who may act for a record now; asks GitHub only where the record itself does not say. */
export async function ownership(life: Life, record: RolloutRecord): Promise<Ownership> {
  const { ports, request } = life
  const known = ownershipOf(record, request.caller, undefined, ports.now())
  if (known !== 'alive') return known
  const isOver = await ports.store.runIsOver(record.owner.run).catch(() => undefined)
  return ownershipOf(record, request.caller, isOver, ports.now())
}

/** Reads the router; tries again for a while, and undefined where it cannot be read. */
export async function readRouter(
  life: Life,
  patienceMs = life.timing.pollMs * 4,
): Promise<WeightReading | undefined> {
  const { ports, timing } = life
  const end = ports.now() + patienceMs
  for (;;) {
    try {
      return await life.router.read()
    } catch {
      if (ports.now() >= end) return undefined
      await ports.pause(timing.pollMs)
    }
  }
}

/** Reads the router once nothing is pending, or once everything pending must have arrived. */
export async function settledReading(life: Life): Promise<WeightReading | undefined> {
  const { ports, timing } = life
  const end = ports.now() + Math.max(life.router.settlesMs, life.router.deadlineMs.shift)
  for (;;) {
    const reading = await readRouter(life)
    if (reading === undefined || !reading.pending || ports.now() >= end) return reading
    await ports.pause(timing.pollMs)
  }
}

/** Keeps for the post step which weights this process may have put there. */
export async function remember(
  life: Life,
  more: Partial<Pick<LifeNote, 'promotesAt' | 'leftOpen' | 'ends' | 'told'>> = {},
): Promise<void> {
  await life.ports.remember({
    record: life.record,
    term: life.term,
    token: life.ports.token,
    until: life.request.until,
    arms: life.arms,
    weights: [...new Set(life.ownWeights)],
    rung: life.rung,
    promotesAt: more.promotesAt,
    ends: more.ends,
    told: more.told ?? false,
    cancelled: life.ports.cancelled(),
    leftOpen: more.leftOpen ?? false,
  })
}

export function ending(
  life: Life,
  decision: LifeDecision,
  reason: LifeReason,
  did: string,
  more: { readonly weight?: number | undefined; readonly unsaid?: boolean } = {},
): LifeEnding {
  const weight = 'weight' in more ? more.weight : life.record === 0 ? undefined : life.weight
  return {
    decision,
    reason,
    weight,
    did,
    record: life.record === 0 ? undefined : life.view.get(life.record),
    ...(more.unsaid === true ? { unsaid: true } : {}),
  }
}
