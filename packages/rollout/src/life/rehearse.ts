import type { LifeEnding, LifeReason } from './ending.ts'
import { endRecord, goHome, writeHome } from './home.ts'
import { owns, recordOf, remember, reread, type Life } from './life.ts'
import { writeAll } from './stay.ts'

/**
 * Moves everyone to the candidate and back on live traffic, and always ends at home: the record has said so since it was
 * made, so that whoever takes over goes home too.
 */
export async function rehearse(life: Life): Promise<LifeEnding> {
  const { ports } = life
  const problem = await ports.check?.(recordOf(life))
  if (problem !== undefined) return await endRecord(life, 'refused', problem)
  life.ownWeights = [0, 100]
  await remember(life, { ends: 'rehearsed' })
  const stopped: LifeReason[] = []
  const moves = {
    there: async () => (await mayGoOn(life, stopped)) && (await writeAll(life)) === 100,
    back: async () => (await writeHome(life, life.router.deadlineMs.undo)) === 'home',
  }
  let sound: boolean
  try {
    sound = (await ports.rehearse?.(recordOf(life), moves)) ?? true
  } catch (error) {
    await goHome(life, { then: 'rehearsed', reason: 'aborted', danger: true })
    throw error
  }
  return sound
    ? await goHome(life, { then: 'rehearsed', reason: stopped[0] ?? 'rehearsed', danger: true })
    : await goHome(life, { then: 'rolled-back', reason: 'regression_found', danger: true })
}

/** Before every round: still the owner, and nobody wants it to end. */
async function mayGoOn(life: Life, stopped: LifeReason[]): Promise<boolean> {
  const { ports, timing } = life
  const late = ports.now() - life.checkedAt > timing.fenceMs / 2
  const mine = (!late || (await reread(life))) && owns(life)
  const ends = ports.cancelled() || recordOf(life).asked !== undefined
  if (mine && !ends) return true
  stopped.push(mine ? 'aborted' : 'record_unavailable')
  return false
}
