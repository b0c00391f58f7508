import { endRecord, isForeign, stayOn, writeHome, tellEnd } from './home.ts'
import type { LifeEnding } from './ending.ts'
import { letGoPromoted } from './finish.ts'
import { ending, openLife, owns, readRouter, say, useArms, type LifeRequest } from './life.ts'
import { isTorn } from './parts.ts'
import { readRolloutPlan } from './plan.ts'
import { noWayBack } from './stay.ts'
import { lastSeenText, percentText } from './words.ts'
import type { LifeNote, LifePorts, Timing } from './ports.ts'

/**
 * Puts right what a process left behind that did not end by itself: neither looks nor rises. What has arrived at 100% is
 * promoted; else traffic goes home, from a weight of its own only, and the record is held.
 */
export async function putRight(
  ports: LifePorts,
  timing: Timing,
  request: LifeRequest,
  note: LifeNote,
): Promise<LifeEnding> {
  const life = openLife({ ...ports, token: note.token }, timing, request)
  life.record = note.record
  life.term = note.term
  life.rung = note.rung
  useArms(life, note.arms)
  life.count = 1_000
  life.ownWeights = [...note.weights]
  const asked = await life.view.refresh().then(
    () => true,
    () => false,
  )
  const record = life.view.get(note.record)
  if (record !== undefined) {
    life.plan = readRolloutPlan(record.payload.plan) ?? request.plan
    life.weight = record.weight
    if (!owns(life)) {
      await ports.remember(undefined)
      return ending(life, 'none', 'taken_over', 'belongs to another run now', { weight: undefined })
    }
  }
  const reading = await readRouter(life)
  if (note.ends === 'finished' && life.plan.retires === true) {
    // The baseline is retired by now: nobody may go back there.
    life.weight = reading?.weight ?? life.weight
    return await endRecord(life, 'finished', 'finished')
  }
  const everyone = reading?.weight === 100 && !reading.pending
  if (note.ends === 'promoted' && record?.phase === 'promoted' && (life.plan.retires === true || !everyone)) {
    if (!note.told) await tellEnd(life, ending(life, 'promote', 'promoted', 'was promoted to 100%'))
    // The baseline may be retired already: a later run sees where everyone is.
    life.weight = reading?.weight ?? record.weight
    return await letGoPromoted(life, 'finish_first', 'its run was killed')
  }
  if (everyone && note.promotesAt === 100) {
    life.weight = 100
    return await endRecord(life, 'promoted', 'promoted')
  }
  if (reading !== undefined && !reading.pending) {
    if (reading.weight === 100 && note.ends === 'stayed') {
      life.weight = 100
      return await endRecord(life, 'stayed', 'no_way_back')
    }
    if (isForeign(life, reading)) {
      return ending(
        life,
        'none',
        'weight_changed',
        `is left at ${percentText(reading.weight)}: someone else set it`,
        {
          weight: reading.weight,
        },
      )
    }
    const stays =
      note.leftOpen &&
      record !== undefined &&
      !isTorn(reading, life.router.tolerance) &&
      (record.scheduled || life.plan.betweenRuns === 'stay')
    if (stays) {
      await say(life, { kind: 'hold', weight: reading.weight, rung: note.rung, paused: false })
      return ending(life, 'hold', 'not_enough_data', `waits at ${percentText(reading.weight)}`, {
        weight: reading.weight,
      })
    }
  }
  if (!asked && ports.now() > note.until && reading === undefined) {
    return ending(
      life,
      'error',
      'router_unavailable',
      'could not be taken back: neither the record nor the router can be reached',
    )
  }
  const problem = await noWayBack(life)
  if (problem !== undefined) return await stayOn(life, problem)
  const last = await writeHome(life, life.router.deadlineMs.undo)
  if (last !== 'home') {
    return ending(life, 'error', 'unconfirmed', `was sent to 0%, but ${lastSeenText(last)}`, {
      weight: last,
    })
  }
  if (note.ends !== undefined && note.ends !== 'promoted' && note.ends !== 'stayed')
    return await endRecord(life, note.ends, 'unconfirmed')
  const said = await say(life, { kind: 'hold', weight: 0, rung: note.rung, paused: note.cancelled })
  await ports.remember(undefined)
  return ending(
    life,
    note.cancelled ? 'pause' : 'hold',
    note.cancelled ? 'paused' : 'interrupted',
    'is back on the baseline',
    {
      weight: 0,
      unsaid: !said,
    },
  )
}
