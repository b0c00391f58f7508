import type { RolloutRecord } from '../record/fold.ts'
import type { LifeEnding } from './ending.ts'
import { takeOver } from './begin.ts'
import { endRecord, writeHome } from './home.ts'
import { lastSeenText } from './words.ts'
import { ending, ownership, readRouter, say, turnTo, type Life } from './life.ts'

/**
 * Aborts at once and without the lock: writes 0 first, then asks the owner, and stays until the record has ended and 0 is
 * read. It overrules a promotion of the same moment.
 */
export async function abort(life: Life, record: RolloutRecord): Promise<LifeEnding> {
  const { ports, timing, request } = life
  turnTo(life, record)
  const first = await writeHome(life, life.router.deadlineMs.undo)
  const who = request.caller.actor
  await say(life, { kind: 'ask', ask: 'abort', who })
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
      if (first !== 'home') return unconfirmed(life, first)
      return ending(life, 'abort', 'aborted', 'is at 0%, and its run has not answered yet', { unsaid: true })
    }
    await ports.pause(timing.listenMs / 4)
  }
}

async function stillHome(life: Life, record: RolloutRecord): Promise<LifeEnding> {
  const reading = await readRouter(life)
  const home = reading !== undefined && reading.weight === 0 && !reading.pending
  const last = home ? 'home' : await writeHome(life, life.router.deadlineMs.undo)
  if (last !== 'home') return unconfirmed(life, last)
  life.weight = 0
  if (record.phase === 'promoted') return await endRecord(life, 'aborted', 'aborted')
  return ending(life, 'abort', 'aborted', 'is aborted, with all traffic on the baseline')
}

function unconfirmed(life: Life, last: number | undefined): LifeEnding {
  return ending(life, 'error', 'unconfirmed', `was asked to go to 0% (aborted), and ${lastSeenText(last)}`, {
    weight: last,
  })
}
