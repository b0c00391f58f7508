import { sameIdentity } from '../record/payload.ts'
import { startsOn } from './decide.ts'
import type { LifeEnding } from './ending.ts'
import { endRecord } from './home.ts'
import { readRouter, recordOf, type Life } from './life.ts'

/** Retires the baseline of the rollout that this run has just promoted, and ends its record. */
export async function retire(life: Life, promoted: LifeEnding): Promise<LifeEnding> {
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
  life.weight = (await readRouter(life))?.weight ?? record.weight
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
