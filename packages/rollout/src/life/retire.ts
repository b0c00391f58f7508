import { sameIdentity } from '../record/payload.ts'
import { startsOn } from './decide.ts'
import type { LifeEnding } from './ending.ts'
import { endRecord, goHome, leaveTo } from './home.ts'
import { readRouter, recordOf, reread, type Life } from './life.ts'

/** Retires the baseline of the rollout that this run has just promoted, and ends its record. */
export async function retire(life: Life, promoted: LifeEnding): Promise<LifeEnding> {
  // What cannot be asked is retired by a later run.
  if (!(await reread(life))) return promoted
  const wanted = await stillWanted(life)
  if (wanted !== undefined) return wanted
  await life.ports.retire?.(recordOf(life), life.ports.now())
  const finished = await endRecord(life, 'finished', 'finished')
  const { record } = finished
  return { ...promoted, record, ...(finished.unsaid === true ? { unsaid: true } : {}) }
}

/**
 * Ends a promoted rollout whose run died before the baseline was retired. Where another release begins, the baseline is
 * its slot, which must not be touched any more.
 */
export async function retireLater(life: Life): Promise<LifeEnding> {
  const record = recordOf(life)
  const wanted = await stillWanted(life)
  if (wanted !== undefined) return wanted
  const { caller } = life.request
  const moot =
    caller.command !== 'finish' && startsOn(caller) && !sameIdentity(record.payload.identity, caller.identity)
  if (!moot) await life.ports.retire?.(record, record.lastAt)
  return await endRecord(
    life,
    'finished',
    'finished',
    moot ? { detail: ', its previous slot was not retired' } : {},
  )
}

/** Nobody can go back once the baseline is retired: an ending where someone wants it, or has gone back. */
async function stillWanted(life: Life): Promise<LifeEnding | undefined> {
  if (recordOf(life).asked?.ask === 'abort')
    return await goHome(life, { then: 'aborted', reason: 'aborted', danger: false })
  const reading = await readRouter(life)
  if (reading !== undefined && !reading.pending && reading.weight !== 100)
    return await leaveTo(life, reading.weight)
  life.weight = reading?.weight ?? recordOf(life).weight
  return undefined
}
