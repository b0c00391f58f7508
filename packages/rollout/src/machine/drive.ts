import type { Outcome, VerdictReason } from '@sluice/verdict'
import type { Entry } from './ledger.ts'
import { nextStep, type Seen, type SwapStep } from './next-step.ts'
import { noteKeeper, type NoteKeeper } from './note-keeper.ts'
import type { Mark, SwapPlan, Why } from './plan.ts'
import { progressOf, type SwapDecision, type Progress } from './progress.ts'

/** One watch: the rung it stands on and since when. */
export interface WatchStage {
  readonly share: number
  readonly rung: number
  readonly since: number
}

/** What a swap may do to the world. Each method takes its own signal, and each may be repeated without harm. */
export interface SwapPorts {
  readonly now: () => number
  /** Percent of users on the target, as the router really does it. */
  readonly read: (signal: AbortSignal) => Promise<number>
  readonly shift: (share: number, signal: AbortSignal) => Promise<void>
  /** Sends everyone back: always writes, then confirms, within this time or the router's own. */
  readonly goHome: (signal: AbortSignal, withinMs: number | undefined) => Promise<void>
  /** Why going back would help nobody; undefined where nothing speaks against it. Takes a few seconds at most. */
  readonly homeProblem: (signal: AbortSignal) => Promise<string | undefined>
  readonly check: (signal: AbortSignal) => Promise<Outcome>
  readonly checkShared: (signal: AbortSignal) => Promise<Outcome>
  readonly look: (
    stage: WatchStage,
    signal: AbortSignal,
  ) => Promise<{ readonly outcome: Outcome; readonly reason: VerdictReason }>
  /** Waits until the next look is due. */
  readonly wait: (signal: AbortSignal) => Promise<void>
  readonly release: (signal: AbortSignal) => Promise<void>
  /** `since` is when the target was kept. */
  readonly retire: (since: number, signal: AbortSignal) => Promise<void>
  readonly mark: (mark: Mark, signal: AbortSignal) => Promise<void>
  /** Said once for every step, before it is taken. */
  readonly tell: (step: SwapStep, progress: Progress) => void
  /** Says what went wrong beside the swap and does not stop it. */
  readonly warn: (message: string) => void
}

/** How a run ended. `waiting`: the swap stands as it is and a later run continues it. */
export interface SwapEnding {
  readonly decision: SwapDecision | 'waiting'
  readonly why?: Why
  /** Why traffic stays on a target that did not prove itself. */
  readonly homeProblem?: string
  readonly marks: readonly Mark[]
}

export interface DriveOptions {
  readonly leaveAt?: number
  /** This run may only finish what it can't leave: forward if proved, else back. */
  readonly abandoned?: boolean
}

/** What a step of a run that is being stopped may take: a cancelled job has ten seconds in all. */
const STOPPED_HOME_MS = 6_000

/** Takes one step after the other until the swap has ended; rejects with whatever the world rejected with. */
export async function drive(
  world: SwapPorts,
  plan: SwapPlan,
  marks: Mark[],
  signal: AbortSignal,
  options: DriveOptions = {},
): Promise<SwapEnding> {
  const notes = noteKeeper(async (mark) => await world.mark(mark, signal))
  try {
    return await steps(world, notes, plan, marks, signal, options)
  } finally {
    const missing = await notes.rest()
    if (missing.length > 0) {
      world.warn(
        `The record of this swap could not be written: it lacks ${missing.map(({ what }) => what).join(', ')}. The next run reads the router and completes it.`,
      )
    }
  }
}

async function steps(
  world: SwapPorts,
  notes: NoteKeeper,
  plan: SwapPlan,
  marks: Mark[],
  signal: AbortSignal,
  options: DriveOptions,
): Promise<SwapEnding> {
  let seen: Seen = { now: world.now(), ...options }
  for (;;) {
    seen = { ...seen, now: world.now() }
    const progress = progressOf(plan, marks)
    const step = nextStep(plan, progress, seen)
    if (step.do === 'end') {
      const stayed = seen.homeProblem === undefined || seen.homeProblem === ''
      return {
        decision: step.decision,
        marks,
        ...(step.why === undefined ? {} : { why: step.why }),
        ...(stayed ? {} : { homeProblem: seen.homeProblem }),
      }
    }
    if (step.do === 'leave') return { decision: 'waiting', marks }
    if (options.abandoned !== true) signal.throwIfAborted()
    world.tell(step, progress)
    seen = await take(world, notes, plan, step, progress, marks, seen, signal)
  }
}

async function take(
  world: SwapPorts,
  notes: NoteKeeper,
  plan: SwapPlan,
  step: Exclude<SwapStep, { readonly do: 'end' }>,
  progress: Progress,
  marks: Mark[],
  seen: Seen,
  signal: AbortSignal,
): Promise<Seen> {
  const done = async (mark: Mark): Promise<Seen> => {
    if (movesNext(mark)) await notes.need(mark)
    else notes.note(mark)
    marks.push(mark)
    return mark.what === 'live' || mark.what === 'shifting' ? withoutJudgement(seen) : seen
  }
  switch (step.do) {
    case 'read':
      return { ...seen, share: await world.read(signal) }
    case 'check':
      return { ...seen, checks: await world.check(signal) }
    case 'check-shared':
      return { ...seen, sharedAfter: await world.checkShared(signal) }
    case 'shift':
      return { ...seen, share: await shifted(world, step.share, signal) }
    case 'check-home':
      return { ...seen, homeProblem: (await world.homeProblem(signal)) ?? '' }
    case 'go-home':
      await world.goHome(signal, seen.abandoned === true ? STOPPED_HOME_MS : undefined)
      return { ...seen, share: 0, wentHome: true }
    case 'look':
      return { ...seen, look: await world.look(stageOf(plan, progress), signal) }
    case 'wait':
      await world.wait(signal)
      return beforeLooking(seen)
    case 'release':
      await notes.rest()
      try {
        await world.release(signal)
      } catch (error) {
        signal.throwIfAborted()
        world.warn(`The deployment of ${plan.previous} could not be set inactive: ${textOf(error)}`)
        return { ...seen, releaseFailed: true }
      }
      return await done({ what: 'released', at: seen.now })
    case 'retire':
      await world.retire(progress.phase === 'kept' ? progress.since : seen.now, signal)
      return await done({ what: 'retired', at: world.now() })
    case 'mark':
      return await done(step.mark)
    case 'leave':
      return seen
  }
}

/** Traffic moves to the target only after the record says so. Everything else can be written later. */
function movesNext(mark: Mark): boolean {
  return mark.what === 'checked' || mark.what === 'shifting' || (mark.what === 'passed' && mark.share < 100)
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A write that failed may have landed: what the router does now decides, not what it answered. */
async function shifted(world: SwapPorts, share: number, signal: AbortSignal): Promise<number> {
  try {
    await world.shift(share, signal)
  } catch (error) {
    const found = await world.read(signal).catch(() => undefined)
    if (found !== share) throw error
    return found
  }
  return await world.read(signal)
}

function stageOf(plan: SwapPlan, progress: Progress): WatchStage {
  const rung = progress.phase === 'watching' ? progress.rung : 0
  const since = progress.phase === 'watching' ? progress.since : 0
  return { rung, since, share: plan.ladder[rung] ?? 100 }
}

/** After a rung has changed, what was judged at the one before says nothing. */
function withoutJudgement(seen: Seen): Seen {
  const { look, sharedAfter, ...rest } = seen
  return rest
}

function beforeLooking(seen: Seen): Seen {
  const { look, share, ...rest } = seen
  return rest
}

/** Marks of a record as a list that a run may add to. */
export function marksOf(entry: Entry): Mark[] {
  return [...entry.marks]
}
