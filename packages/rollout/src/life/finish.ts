import type { LifeEnding } from './ending.ts'
import { endRecord, leaveTo, writeHome } from './home.ts'
import { ending, readRouter, recordOf, remember, reread, say, owns, type Life, runsIt } from './life.ts'
import { isTorn } from './parts.ts'
import { overtaken, rise } from './rise.ts'
import { lastSeenText } from './words.ts'

/**
 * Moves everyone from a promoted candidate to the stable arm, if every instance of it runs the same version: asked
 * before the move and after it. Owns the record already.
 */
export async function finish(life: Life): Promise<LifeEnding> {
  const reading = await readRouter(life)
  if (reading === undefined)
    return await letGoPromoted(life, 'router_unavailable', 'the router could not be read')
  life.weight = reading.weight
  const goingHome = recordOf(life).last.kind === 'home' || isTorn(reading, life.router.tolerance)
  if (reading.weight !== 100 && !(goingHome || reading.weight === 0))
    return await leaveTo(life, reading.weight)
  const stable = await runsIt(life, 'baseline')
  if (stable !== true) {
    const why =
      stable === undefined
        ? 'Sluice cannot tell which version the stable instances run; give `version`'
        : 'not every stable instance runs it yet; deploy it there first'
    return await letGoPromoted(life, 'finish_first', why)
  }
  return await moveHome(life)
}

async function moveHome(life: Life): Promise<LifeEnding> {
  life.ownWeights = [100, 0]
  if (await say(life, { kind: 'home', then: 'finished', rung: 100 })) {
    if ((await reread(life)) && !owns(life)) return await overtaken(life)
  }
  await remember(life)
  const last = await writeHome(life, life.router.deadlineMs.undo)
  if (last !== 'home') {
    return ending(life, 'error', 'unconfirmed', `was sent to the stable version, but ${lastSeenText(last)}`, {
      weight: last,
    })
  }
  if ((await runsIt(life, 'baseline')) === false) {
    // The stable version was changed meanwhile: everyone goes back to what was promoted.
    const back = await rise(life, 100)
    if (back !== undefined) return back
    return await letGoPromoted(life, 'finish_first', 'the stable version was changed while traffic moved')
  }
  return await endRecord(life, 'finished', 'finished')
}

/** Stays promoted, and anybody may finish it later. `kept`: its baseline is surely not retired. */
export async function letGoPromoted(
  life: Life,
  reason: 'finish_first' | 'router_unavailable',
  why: string,
  kept = false,
): Promise<LifeEnding> {
  const { weight } = recordOf(life)
  await say(
    life,
    { kind: 'hold', weight: life.weight, rung: 100, paused: false, ...(kept ? { kept } : {}) },
    `Promoted but not finished: ${why}.`,
  )
  await life.ports.remember(undefined)
  return ending(life, 'error', reason, `is promoted but not finished: ${why}`, {
    weight: life.weight || weight,
  })
}
