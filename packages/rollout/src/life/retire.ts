import { sameIdentity } from '../record/payload.ts'
import { startsOn } from './decide.ts'
import type { LifeEnding } from './ending.ts'
import { letGoPromoted } from './finish.ts'
import { endRecord, goHome, leaveTo } from './home.ts'
import { ending, owns, recordOf, reread, say, settledReading, type Life } from './life.ts'
import { overtaken } from './rise.ts'

const UNCLEAR = 'the previous slot was not retired yet'

/**
 * Retires the baseline of the rollout that this run has just promoted, and ends its record. What cannot be asked is
 * retired by a later run.
 */
export async function retire(life: Life, promoted: LifeEnding): Promise<LifeEnding> {
  const outcome = (await reread(life)) ? await retireOnce(life, life.ports.now()) : 'unclear'
  if (outcome === 'unclear') {
    const { record } = await letGoPromoted(life, 'finish_first', UNCLEAR, true)
    return { ...promoted, record }
  }
  if (outcome === 'begun') {
    await life.ports.remember(undefined)
    return { ...promoted, record: recordOf(life) }
  }
  if (outcome !== 'retired') return outcome
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
  const { caller } = life.request
  const moot =
    caller.command !== 'finish' && startsOn(caller) && !sameIdentity(record.payload.identity, caller.identity)
  const outcome = moot ? await standing(life) : await retireOnce(life, record.lastAt)
  if (typeof outcome !== 'string') return outcome
  if (outcome === 'begun') {
    const did = `is promoted, and ${life.arms.baseline} is not retired: the job was cancelled`
    return ending(life, 'error', 'finish_first', did, { weight: 100 })
  }
  // What a run before this one had begun is not known.
  if (outcome === 'unclear' && !moot)
    return await letGoPromoted(life, 'finish_first', UNCLEAR, !record.retiring)
  return await endRecord(
    life,
    'finished',
    'finished',
    moot && !record.retiring ? { detail: ', its previous slot was not retired' } : {},
  )
}

/**
 * Retires where everyone is on the candidate and nobody wants back, before it begins and until it is done. `begun`: it may
 * have begun, so that the record still says so, and a later run begins it again.
 */
async function retireOnce(life: Life, since: number): Promise<'retired' | 'begun' | 'unclear' | LifeEnding> {
  const before = await standing(life)
  if (before !== 'all') return before
  const { ports } = life
  if (ports.retire === undefined) return 'retired'
  const mayGoOn = async (): Promise<boolean | undefined> => {
    const heard = await reread(life)
    if (heard && (!owns(life) || recordOf(life).asked?.ask === 'abort')) return false
    const reading = await settledReading(life)
    if (reading === undefined || reading.pending) return undefined
    if (reading.weight !== 100) return false
    return heard ? true : undefined
  }
  let begun = false
  const mayBegin = async (): Promise<boolean> => (begun = await pointOfNoReturn(life, mayGoOn))
  if (await ports.retire(recordOf(life), since, { mayGoOn, mayBegin })) return 'retired'
  if (begun) return 'begun'
  if (!(await reread(life))) return 'unclear'
  const after = await standing(life)
  return after === 'all' ? 'unclear' : after
}

/**
 * Says in the record that nobody can go back from now on, and asks once more: either an abort reads it, or it was asked for
 * before and is read here.
 */
async function pointOfNoReturn(life: Life, mayGoOn: () => Promise<boolean | undefined>): Promise<boolean> {
  if ((await mayGoOn()) !== true) return false
  const saying = {
    kind: 'end',
    as: 'promoted',
    weight: 100,
    stays: true,
    busy: true,
    retiring: true,
  } as const
  const said = await say(life, saying, `Promoted at 100%; ${life.arms.baseline} is being retired.`)
  if (!said) return false
  await life.ports.pause(life.timing.settleMs)
  return (await mayGoOn()) === true
}

/** Nobody can go back once the baseline is retired: an ending where someone wants it, or has gone back. */
async function standing(life: Life): Promise<'all' | 'unclear' | LifeEnding> {
  if (!owns(life)) return await overtaken(life)
  if (recordOf(life).asked?.ask === 'abort')
    return await goHome(life, { then: 'aborted', reason: 'aborted', danger: false })
  const reading = await settledReading(life)
  if (reading !== undefined && !reading.pending && reading.weight !== 100)
    return await leaveTo(life, reading.weight)
  life.weight = reading?.weight ?? recordOf(life).weight
  return reading === undefined || reading.pending ? 'unclear' : 'all'
}
