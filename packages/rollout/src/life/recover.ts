import { beginClaimed } from './claim.ts'
import { climb, promote } from './climb.ts'
import { isDecided } from './decide.ts'
import { endRecord, goHome, leaveTo } from './home.ts'
import type { LifeEnding } from './ending.ts'
import { recordOf, say, settledReading, type Life, runsIt } from './life.ts'
import { harmOf, sameWeight } from './look.ts'
import { isTorn } from './parts.ts'
import { decidesAtAll } from './plan.ts'
import type { WeightReading } from './ports.ts'
import { parked, rise } from './rise.ts'
import { sameIdentity } from '../record/payload.ts'
import type { AfterHome } from '../record/word.ts'

/** Why a record was taken over. */
export type TakenFor = 'continue' | 'supersede' | 'pause' | 'promote' | 'abort'

/**
 * Goes on with a record that this run has just taken over: waits until nothing is pending, looks at all time since the
 * beginning, and then follows the table of rollout.md §9.
 */
export async function recover(life: Life, why: TakenFor): Promise<LifeEnding> {
  const record = recordOf(life)
  life.rung = record.rung
  const reading = await settledReading(life)
  if (reading === undefined) {
    // Nobody can see where users are: away from the candidate is the safe way.
    life.weight = record.weight
    life.ownWeights = record.last.kind === 'rise' ? [record.last.from, record.last.to] : [record.weight]
    // Whoever ends it wants them away as well; the router may only not know the places of both releases.
    if (why === 'supersede' || why === 'pause') return await end(life, why)
    return await parked(life, 'router_unavailable')
  }
  const { last } = record
  // A write reached some parts of the router only: nobody meant what users meet now.
  const torn = isTorn(reading, life.router.tolerance)
  life.weight = torn ? Math.max(...(reading.parts ?? [])) : reading.weight
  if (isOrphan(life)) return await endOrphan(life)
  if (last.kind === 'begun') return await unbegun(life, why)
  life.ownWeights =
    last.kind === 'rise' ? [last.from, last.to] : last.kind === 'home' ? [reading.weight] : [last.weight]
  if (why !== 'abort') {
    const sight = await life.ports.look({
      record,
      plan: life.plan,
      windows: record.windows,
      weight: reading.weight,
      arrivedAt: record.lastAt,
    })
    const ours = reading.weight === 0 || torn || isExpected(life, reading.weight)
    if (sight.harm && ours) {
      return await goHome(life, { then: 'rolled-back', reason: harmOf(sight), danger: true })
    }
  }
  // No way leads an engine back from everyone: whoever sent them there, nobody can take them home.
  const stuck = life.router.oneWay === true && reading.weight === 100 && !reading.pending
  const moves = life.router.oneWay === true && reading.pending
  const settled = (why === 'supersede' && !moves) || (stuck && (why === 'pause' || why === 'abort'))
  if (settled && isAll(life, reading)) return await endRecord(life, 'promoted', 'promoted')
  if (last.kind === 'home' && !stuck) return await finishWayHome(life, last.then)
  if (last.kind === 'home' || (!torn && !isExpected(life, reading.weight))) {
    life.weight = record.weight
    return await leaveTo(life, reading.weight)
  }
  switch (why) {
    case 'abort':
    case 'supersede':
    case 'pause':
      return await end(life, why)
    case 'promote':
    case 'continue':
      if (torn) return await goHome(life, { then: 'held', reason: 'router_not_confirmed', danger: false })
      return (await adopt(life, reading)) ?? (why === 'promote' ? await promote(life) : await climb(life))
  }
}

const ENDS = { abort: 'aborted', supersede: 'superseded', pause: 'paused' } as const

/** Takes users home, because a person or a newer release wants it. */
async function end(life: Life, why: keyof typeof ENDS): Promise<LifeEnding> {
  return await goHome(life, { then: ENDS[why], reason: ENDS[why], danger: false })
}

/** A claim goes on in its own run only: what is in the slot of another run's claim is not known. */
async function unbegun(life: Life, why: TakenFor): Promise<LifeEnding> {
  const { payload } = recordOf(life)
  const own = payload.began === 'claim' && payload.by.run === life.request.caller.run
  if (own && why === 'continue') return await beginClaimed(life)
  return await endRecord(life, 'error', 'claim_lost', {
    detail: ': its run ended before it began',
  })
}

/** Nothing came of it, and what its candidate came to stays as it was told. */
async function endOrphan(life: Life): Promise<LifeEnding> {
  const detail = ': its candidate was decided by another run'
  return { ...(await endRecord(life, 'error', 'already_decided', { detail })), decision: 'none' }
}

/**
 * A record that never served anyone, of a candidate decided before, made by a run that had not read of the decision. Where
 * users are is then the older record's doing.
 */
function isOrphan(life: Life): boolean {
  const { id, payload, last, rung } = recordOf(life)
  const unserved =
    last.kind === 'rise' &&
    last.from === 0 &&
    rung === 0 &&
    (life.weight === 0 || !sameWeight(life.weight, last.to, life.router.tolerance))
  return (
    unserved &&
    life.view
      .records()
      .some(
        (other) =>
          other.id < id &&
          isDecided(other.phase) &&
          other.payload.attempt >= payload.attempt &&
          sameIdentity(other.payload.identity, payload.identity),
      )
  )
}

function isExpected(life: Life, weight: number): boolean {
  const { last } = recordOf(life)
  const { tolerance } = life.router
  switch (last.kind) {
    case 'rise':
      return sameWeight(weight, last.from, tolerance) || sameWeight(weight, last.to, tolerance)
    case 'at':
    case 'hold':
      return sameWeight(weight, last.weight, tolerance)
    case 'home':
    case 'begun':
      return true
  }
}

/** A rise to everything that has arrived is a promotion, also where the record does not say so yet. */
function isAll(life: Life, { weight }: WeightReading): boolean {
  const { last } = recordOf(life)
  const meant = (last.kind === 'rise' && last.to === 100) || (last.kind === 'at' && last.weight === 100)
  return meant && weight === 100 && decidesAtAll(life.plan)
}

async function finishWayHome(life: Life, then: AfterHome): Promise<LifeEnding> {
  return await goHome(life, { then, reason: REASON[then], danger: false })
}

const REASON = {
  held: 'not_enough_data',
  paused: 'paused',
  finished: 'finished',
  // A word has no room for why, and a regression is not the only reason; one that still shows has been seen above.
  'rolled-back': 'interrupted',
  aborted: 'aborted',
  superseded: 'superseded',
  'given-up': 'gave_up',
  rehearsed: 'rehearsed',
  error: 'record_unavailable',
} as const satisfies Record<AfterHome, string>

/** An intent to rise without its confirmation: what arrived is adopted, what did not is overtaken. */
async function adopt(life: Life, reading: WeightReading): Promise<LifeEnding | undefined> {
  const { last } = recordOf(life)
  if (last.kind !== 'rise') return undefined
  if (sameWeight(reading.weight, last.to, life.router.tolerance) && last.from !== last.to) {
    life.weight = last.to
    const matches = await runsIt(life, 'candidate')
    if (matches === false)
      return await goHome(life, { then: 'superseded', reason: 'slot_overwritten', danger: false })
    await say(life, { kind: 'at', weight: last.to })
    return undefined
  }
  life.weight = last.from
  const rung = life.rung
  const end = await rise(life, last.from)
  life.rung = rung
  return end
}
