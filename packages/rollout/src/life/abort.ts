import { isOverruled, isUndecided, type RolloutRecord } from '../record/fold.ts'
import { describeRecord, openRecord } from './decide.ts'
import type { LifeEnding } from './ending.ts'
import { takeOver } from './begin.ts'
import { endRecord, writeHome } from './home.ts'
import { readRolloutPlan } from './plan.ts'
import { writeAll } from './stay.ts'
import { lastSeenText } from './words.ts'
import { ending, ownership, readRouter, say, turnTo, useArms, type Life, type LifeRequest } from './life.ts'

/**
 * Aborts at once and without the lock: writes 0 first, then asks the owner, and stays until the record has ended and 0 is
 * read. It overrules a promotion of the same moment.
 */
export async function abort(life: Life, record: RolloutRecord): Promise<LifeEnding> {
  const { ports, timing, request } = life
  turnTo(life, record)
  if (record.retiring) {
    const did = `is not aborted: ${life.arms.baseline} is being retired, so that nobody can go back there. If it still runs, set the weight by hand`
    return ending(life, 'error', 'no_way_back', did, { weight: (await readRouter(life))?.weight })
  }
  // Asked beside the write: a slow router must not keep the owner from hearing of it.
  const asking = say(life, { kind: 'ask', ask: 'abort', who: request.caller.actor })
  await writeHome(life, life.router.deadlineMs.undo)
  await asking
  const end = ports.now() + timing.maxWaitMs
  for (;;) {
    await life.view.refreshOne(record.id).catch(() => undefined)
    const now = life.view.get(record.id) ?? record
    if (!now.open) return await stillHome(life, now)
    const from = await ownership(life, now)
    if (from !== 'alive') {
      const taken = await takeOver(life, now, from, 'aborted')
      if (taken === 'owned') {
        const again = await writeHome(life, life.router.deadlineMs.undo)
        if (again !== 'home') return unconfirmed(life, again)
        return await endRecord(life, 'aborted', 'aborted')
      }
      if (taken !== 'again') return taken
    }
    if (ports.now() >= end) {
      await life.view.refresh().catch(() => undefined)
      const known = life.view.get(record.id)
      if (known?.open === false) return await stillHome(life, known)
      // The owner may have written since.
      const last = await writeHome(life, life.router.deadlineMs.undo)
      if (last !== 'home') return unconfirmed(life, last)
      return ending(life, 'abort', 'aborted', 'is at 0%, but the run that owns it has not answered yet', {
        unsaid: true,
      })
    }
    await ports.pause(timing.listenMs / 4)
  }
}

/** How long an abort waits for the record before it goes home without it. */
const RECORD_MS = 5_000

/** Whether the record is read, and soon; false where it cannot be read, or where an abort must not wait any longer. */
export async function recordSoon({ ports }: Life, reading: Promise<boolean>): Promise<boolean> {
  return await Promise.race([reading, ports.pause(RECORD_MS).then(no)])
}

/**
 * Aborts where the record cannot be read: goes home if the inputs say where that is, and stays until what another run had
 * asked of the router before must have arrived. `read`: the record has been read by now,
 * and says where home is; `moved`: after users were sent home by the inputs.
 */
export async function abortUnread(
  life: Life,
  reading: Promise<boolean>,
): Promise<LifeEnding | 'read' | 'moved'> {
  const { ports, timing, request } = life
  if (request.home === undefined) {
    const advice = request.homeAdvice === undefined ? '' : `${request.homeAdvice}, or `
    const why = `only it says where users come from: ${advice}send them back by hand`
    return (await reading) ? 'read' : unread(life, why)
  }
  useArms(life, request.home.arms)
  const moves = !(await isInDoubt(life, request.home))
  if (moves) await writeHome(life, life.router.deadlineMs.undo)
  const end = ports.now() + timing.fenceMs
  while (ports.now() < end) {
    if (await reading) return moves ? 'moved' : 'read'
    await ports.pause(timing.settleMs)
    reading = life.view.refresh().then(yes, no)
  }
  if (!moves) {
    return unread(life, 'users may be where they belong: look, and send them back by hand')
  }
  const last = await writeHome(life, life.router.deadlineMs.undo)
  if (last !== 'home') return unconfirmed(life, last)
  const did = 'is at 0%, and the record could not be read: run `abort` again later, or the next run may go on'
  return ending(life, 'abort', 'aborted', did, { weight: 0, unsaid: true })
}

/**
 * Everyone is on the candidate, where a promotion leaves them: the place that they came from may be gone. Where the inputs
 * are not sure who the candidate is, whoever has most of the users may as well be the baseline.
 */
async function isInDoubt(life: Life, { sure }: NonNullable<LifeRequest['home']>): Promise<boolean> {
  if (sure && life.plan.finishes) return false
  const reading = await readRouter(life, 0)
  if (reading === undefined) return !sure || life.plan.retires === true
  return reading.weight === 100 || (!sure && reading.weight > 50)
}

function unread(life: Life, why: string): LifeEnding {
  const did = `was left as it is: the record could not be read, and ${why}`
  return ending(life, 'error', 'record_unavailable', did, { weight: undefined })
}

const yes = (): boolean => true
const no = (): boolean => false

/** The record has ended meanwhile. Traffic must be at 0% all the same, unless nobody may be sent there any more. */
async function stillHome(life: Life, record: RolloutRecord): Promise<LifeEnding> {
  const next = await openBeside(life, record)
  if (next !== undefined) return await tooLateBeside(life, record, next)
  if (record.phase === 'finished' && readRolloutPlan(record.payload.plan)?.retires === true)
    return await tooLate(life)
  const reading = await readRouter(life)
  const home = reading !== undefined && reading.weight === 0 && !reading.pending
  const last = home ? 'home' : await writeHome(life, life.router.deadlineMs.undo)
  if (last !== 'home') return unconfirmed(life, last)
  life.weight = 0
  const end = isOverruled(record)
    ? await endRecord(life, 'aborted', 'aborted')
    : ending(life, 'abort', 'aborted', 'is aborted, with all traffic on the baseline')
  // Another release may have begun beside that write, by what the router said before it.
  const late = await openBeside(life, record)
  return late !== undefined && isTurned(late, record) ? await tooLateBeside(life, record, late) : end
}

async function openBeside(life: Life, record: RolloutRecord): Promise<RolloutRecord | undefined> {
  await life.view.refresh().catch(() => undefined)
  return openRecord(life.view.records().filter(({ id }) => id !== record.id))
}

/** Two slots have changed places: what was home of the one rollout is the candidate of the other. */
function isTurned(next: RolloutRecord, record: RolloutRecord): boolean {
  return next.payload.arms.candidate === record.payload.arms.baseline
}

/**
 * The rollout had ended, and another one is open. What the ended one came to has been told, and stays. But an abort that
 * sent users home by the old places has sent them to the new candidate, and must take them away from there.
 */
async function tooLateBeside(life: Life, record: RolloutRecord, next: RolloutRecord): Promise<LifeEnding> {
  const did = `was not aborted, because it had already ended (${record.phase}). Another rollout is open now: ${describeRecord(next)}. Run abort again to end it`
  // Whoever is promoted by now has users of its own, and its old place may be gone.
  if (!isTurned(next, record) || !isUndecided(next))
    return ending(life, 'error', 'taken_over', did, { weight: undefined })
  useArms(life, next.payload.arms)
  const last = await writeHome(life, life.router.deadlineMs.undo)
  const where =
    last === 'home'
      ? 'nobody is on its candidate'
      : `its candidate was to get no traffic, and ${lastSeenText(last)}`
  return ending(life, 'error', last === 'home' ? 'taken_over' : 'unconfirmed', `${did}. For now ${where}`, {
    weight: last === 'home' ? 0 : last,
  })
}

/** The baseline was retired at the same moment: users who were sent back there need the candidate again. */
async function tooLate(life: Life): Promise<LifeEnding> {
  const last = await writeAll(life)
  const did = 'was finished before it could be aborted, and its baseline is retired'
  if (last === 100) return ending(life, 'error', 'no_way_back', did, { weight: 100 })
  return ending(
    life,
    'error',
    'unconfirmed',
    `${did}. All traffic was sent to the candidate, but ${lastSeenText(last)}`,
    {
      weight: last,
    },
  )
}

function unconfirmed(life: Life, last: number | undefined): LifeEnding {
  return ending(life, 'error', 'unconfirmed', `was sent to 0% by the abort, but ${lastSeenText(last)}`, {
    weight: last,
  })
}
