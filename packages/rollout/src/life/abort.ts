import { isOverruled, type RolloutRecord } from '../record/fold.ts'
import { describeRecord, openRecord } from './decide.ts'
import type { LifeEnding } from './ending.ts'
import { takeOver } from './begin.ts'
import { endRecord, writeHome } from './home.ts'
import { readRolloutPlan } from './plan.ts'
import { writeAll } from './stay.ts'
import { lastSeenText } from './words.ts'
import { ending, ownership, readRouter, say, turnTo, type Life } from './life.ts'

/**
 * Aborts at once and without the lock: writes 0 first, then asks the owner, and stays until the record has ended and 0 is
 * read. It overrules a promotion of the same moment.
 */
export async function abort(life: Life, record: RolloutRecord): Promise<LifeEnding> {
  const { ports, timing, request } = life
  turnTo(life, record)
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

/** The record has ended meanwhile. Traffic must be at 0% all the same, unless nobody may be sent there any more. */
async function stillHome(life: Life, record: RolloutRecord): Promise<LifeEnding> {
  await life.view.refresh().catch(() => undefined)
  const next = openRecord(life.view.records().filter(({ id }) => id !== record.id))
  if (next !== undefined) {
    // What the ended one came to has been told, and nothing of it was undone.
    const did = `was not aborted, because it had already ended (${record.phase}). Another rollout is open now: ${describeRecord(next)}. Run abort again to end it`
    return ending(life, 'error', 'taken_over', did, { weight: undefined })
  }
  if (record.phase === 'finished' && readRolloutPlan(record.payload.plan)?.retires === true)
    return await tooLate(life)
  const reading = await readRouter(life)
  const home = reading !== undefined && reading.weight === 0 && !reading.pending
  const last = home ? 'home' : await writeHome(life, life.router.deadlineMs.undo)
  if (last !== 'home') return unconfirmed(life, last)
  life.weight = 0
  if (isOverruled(record)) return await endRecord(life, 'aborted', 'aborted')
  return ending(life, 'abort', 'aborted', 'is aborted, with all traffic on the baseline')
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
