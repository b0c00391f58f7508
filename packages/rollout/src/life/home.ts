import type { AfterHome, EndedAs, Saying } from '../record/word.ts'
import { nameOf } from '../record/payload.ts'
import type { LifeEnding, LifeDecision, LifeReason } from './ending.ts'
import { endedText, lastSeenText, lifeReasonText, percentText } from './words.ts'
import { ending, owns, readRouter, recordOf, remember, reread, say, type Life } from './life.ts'
import { sameWeight } from './look.ts'
import { isTorn } from './parts.ts'
import type { WeightReading } from './ports.ts'
import { noWayBack, writeAll } from './stay.ts'

/** Milliseconds that the intent to go home may take where there is no danger. */
const NOTE_MS = 5_000
/** Milliseconds that one try to write the last word may take. */
const LAST_WORD_MS = 15_000

export interface WayHome {
  readonly then: AfterHome
  readonly reason: LifeReason
  /** From danger the router comes first, and nothing is noted before. */
  readonly danger: boolean
}

/**
 * Takes all traffic from the candidate: always writes, confirms by reading, and only then ends or holds the record.
 * Without danger the intent is noted first, and a weight that somebody else set is left alone.
 */
export async function goHome(life: Life, way: WayHome): Promise<LifeEnding> {
  if (!way.danger) {
    const stop = await announce(life, way)
    if (stop !== undefined) return stop
  }
  if (!way.danger || life.ports.now() > life.request.until) {
    const reading = await readRouter(life)
    if (reading !== undefined && !reading.pending && isForeign(life, reading))
      return await leaveTo(life, reading.weight)
  }
  const problem = way.then === 'aborted' ? undefined : await noWayBack(life)
  if (problem !== undefined) return await stayOn(life, problem)
  const from = life.weight
  // The next run would find harm again. Silence and blindness end with the traffic, and a watch keeps no evidence of
  // earlier runs, so that the record must say it.
  const shows = way.reason === 'regression_found' && life.plan.watch === undefined
  const noting =
    way.danger && !shows
      ? say(life, { kind: 'home', then: way.then, rung: life.rung }, undefined, NOTE_MS)
      : undefined
  const last = await writeHome(life, life.router.deadlineMs.undo)
  await noting
  if (last === 'home') return await arrivedHome(life, way, from)
  if (life.router.oneWay === true && last === 100 && (await isPromoted(life)))
    return await beyondHome(life, way)
  return await notHome(life, way, last)
}

/** Everyone is on the candidate, and nothing is on its way that could still take them back. */
async function isPromoted(life: Life): Promise<boolean> {
  const reading = await life.router.read().catch(() => undefined)
  return reading?.weight === 100 && !reading.pending
}

/** The engine has promoted the candidate before it could be aborted, and no way leads back from there. */
async function beyondHome(life: Life, { danger }: WayHome): Promise<LifeEnding> {
  const own = life.ownWeights.includes(100)
  if (!own) return await leaveTo(life, 100)
  life.weight = 100
  return danger
    ? await endRecord(life, 'stayed', 'no_way_back', { detail: PROMOTED_BY_ENGINE })
    : await endRecord(life, 'promoted', 'promoted')
}

const PROMOTED_BY_ENGINE =
  ', because its engine has promoted it already and cannot go back: deploy the earlier version'

/** Notes the intent; an ending where another run owns the record by now. */
async function announce(life: Life, { then, reason }: WayHome): Promise<LifeEnding | undefined> {
  const record = recordOf(life)
  if (record.last.kind === 'home' && record.last.then === then && owns(life) && fresh(life)) return undefined
  const written = await say(life, { kind: 'home', then, rung: life.rung }, undefined, NOTE_MS)
  if (!written) return undefined
  if (!(await reread(life)) || owns(life)) return undefined
  await life.ports.remember(undefined)
  return ending(life, 'none', 'taken_over', `is left to another run (${lifeReasonText(reason)})`)
}

function fresh(life: Life): boolean {
  return life.ports.now() - life.checkedAt <= life.timing.fenceMs / 2
}

/**
 * A weight that neither this process nor the record put there. Parts that disagree are nobody's wish: a write that reached
 * only some of them looks like this.
 */
export function isForeign(life: Life, reading: WeightReading): boolean {
  const { tolerance } = life.router
  const own = [0, life.weight, ...life.ownWeights]
  return !isTorn(reading, tolerance) && !own.some((one) => sameWeight(reading.weight, one, tolerance))
}

/** Writes 0 until it is read back with nothing pending; returns the last weight read where that does not happen. */
export async function writeHome(life: Life, deadlineMs: number): Promise<'home' | number | undefined> {
  const { router } = life
  const { now, pause } = life.ports
  const begun = now()
  let accepted = false
  let again = false
  let pending = false
  let last: number | undefined
  for (;;) {
    const late = now() - begun
    if (!accepted || (!again && !pending && last !== 0 && late > deadlineMs / 2)) {
      again = again || accepted
      accepted = await router.write(0).then(
        () => true,
        () => false,
      )
      if (accepted) life.quietFrom = Math.max(life.quietFrom, now() + router.settlesMs)
    }
    const reading = await router.read().catch(() => undefined)
    pending = reading?.pending ?? pending
    if (reading !== undefined) {
      last = reading.weight
      // Nothing is claimed while an earlier write may still arrive.
      if (accepted && !reading.pending && reading.weight === 0 && now() >= life.quietFrom) {
        life.weight = 0
        return 'home'
      }
    }
    // What the router says is on its way is waited for, as long as another run would wait for this one.
    const patience = pending ? Math.max(deadlineMs, life.timing.fenceMs) : deadlineMs
    if (now() >= Math.max(begun + patience, life.quietFrom)) return last
    await pause(life.timing.pollMs)
  }
}

async function arrivedHome(life: Life, { then, reason }: WayHome, from: number): Promise<LifeEnding> {
  if (then === 'held' || then === 'paused') {
    const said = await sayOften(life, { kind: 'hold', weight: 0, rung: life.rung, paused: then === 'paused' })
    if (said) await life.ports.remember(undefined)
    const words =
      then === 'paused'
        ? 'was paused, with all traffic on the baseline'
        : 'waits, with all traffic on the baseline'
    if (!said && then === 'held') {
      return ending(life, 'error', 'record_unavailable', `${words}: the record could not be written`, {
        unsaid: true,
      })
    }
    return ending(life, then === 'paused' ? 'pause' : 'hold', reason, words, { unsaid: !said })
  }
  return await endRecord(life, then, reason, { from })
}

/** Ends the record where traffic is where it belongs. `detail` says more than the reason does. */
export async function endRecord(
  life: Life,
  as: EndedAs,
  reason: LifeReason,
  { from = life.weight, detail = '' }: { readonly from?: number; readonly detail?: string } = {},
): Promise<LifeEnding> {
  const stays = as === 'promoted' && (life.plan.finishes || life.plan.retires === true)
  const busy = stays && life.plan.retires === true
  const did = `${endedText(as, from, life.weight)}${detail}`
  const told = did.replace(/^was (\w)/, (_, letter: string) => letter.toUpperCase())
  const sentence = String(reason) === as || detail !== '' ? `${told}.` : `${told}: ${lifeReasonText(reason)}.`
  const ends = { ends: as, ...(as === 'promoted' ? { promotesAt: 100 } : {}) }
  await remember(life, ends)
  const isTold = !NEVER_TOLD.includes(reason)
  if (isTold && (await tellEnd(life, ending(life, DECISION[as], reason, did))))
    await remember(life, { ...ends, told: true })
  const said = await sayOften(
    life,
    { kind: 'end', as, weight: life.weight, stays, ...(busy ? { busy } : {}) },
    sentence,
  )
  if (said && !busy) await life.ports.remember(undefined)
  if (said && as === 'promoted') await markPreviousInactive(life)
  return ending(life, DECISION[as], reason, did, { unsaid: !said })
}

/** Of these nobody has heard, and the check of the same commit may tell what another record came to. */
const NEVER_TOLD: readonly LifeReason[] = ['claim_lost', 'already_decided']

/** Tells people, and says whether it did: a cancelled job has seconds left, and the record comes first. */
export async function tellEnd({ ports }: Life, end: LifeEnding): Promise<boolean> {
  if (ports.cancelled()) return false
  await ports.conclude?.(end)
  return true
}

/** Earlier records that are asked for what they ended as, at most: each costs a request. */
const LOOKED_BACK = 3

/**
 * Says of the release promoted before that it serves nobody any more: GitHub retires earlier deployments of production
 * only when it is told to. Nothing depends on it, so that it is tried once.
 */
async function markPreviousInactive({ view, record, ports }: Life): Promise<void> {
  const earlier = view.payloads().filter(({ id }) => id < record)
  for (const { id, payload } of earlier.reverse().slice(0, LOOKED_BACK)) {
    const known = view.isRead(id) || (await view.refreshOne(id).then(yes, no))
    const phase = known ? view.get(id)?.phase : undefined
    if (phase !== 'promoted' && phase !== 'finished') continue
    const description = `Replaced: ${nameOf(payload.identity)} no longer serves anyone.`
    const status = { state: 'inactive', description, logUrl: ports.runUrl } as const
    await ports.store.addStatus(id, status, LAST_WORD_MS).catch(() => undefined)
    return
  }
}

const yes = (): boolean => true
const no = (): boolean => false

const DECISION: Readonly<Record<EndedAs, LifeDecision>> = {
  promoted: 'promote',
  finished: 'finish',
  'rolled-back': 'roll-back',
  aborted: 'abort',
  superseded: 'none',
  'given-up': 'roll-back',
  refused: 'refuse',
  stayed: 'stay',
  rehearsed: 'rehearse',
  error: 'error',
}

/** The last words of a run are worth a few tries. */
async function sayOften(life: Life, saying: Saying, sentence?: string): Promise<boolean> {
  for (let tried = 1; ; tried += 1) {
    if (await say(life, saying, sentence, LAST_WORD_MS)) return true
    if (tried === 2 || life.ports.cancelled()) return false
    await life.ports.pause(life.timing.pollMs)
  }
}

async function notHome(life: Life, { then, reason }: WayHome, last: number | undefined): Promise<LifeEnding> {
  await say(
    life,
    { kind: 'home', then, rung: life.rung },
    `Unconfirmed: traffic was sent to 0%, but ${lastSeenText(last)}.`,
    NOTE_MS,
  )
  await remember(life)
  return ending(
    life,
    'error',
    'unconfirmed',
    `was sent to 0% because ${lifeReasonText(reason)}, but ${lastSeenText(last)}`,
    {
      weight: last,
    },
  )
}

/**
 * The baseline does not work: everyone is served by the candidate, and a person must look. Only the owner of the record
 * may send more users there; any other run leaves them where they are.
 */
export async function stayOn(life: Life, problem: string): Promise<LifeEnding> {
  const reading = await readRouter(life)
  const there = reading?.weight === 100 && !reading.pending
  const mine = there || ((await reread(life)) && owns(life))
  const last = there ? 100 : mine ? await writeAll(life) : reading?.weight
  if (last === 100) {
    life.weight = 100
    return await endRecord(life, 'stayed', 'no_way_back', {
      from: 100,
      detail: `, because the baseline does not work: ${problem}`,
    })
  }
  const seen = lastSeenText(last)
  const reason = mine ? 'unconfirmed' : 'no_way_back'
  const asked = mine ? 'was sent to 100%' : 'was left as it is'
  const did = `${asked}, because the baseline does not work (${problem}), ${mine ? 'but' : 'and'} ${seen}`
  return ending(life, 'error', reason, did, { weight: last })
}

/** Somebody else set the weight: it is respected, and the rollout ends. */
export async function leaveTo(life: Life, found: number): Promise<LifeEnding> {
  const before = life.weight
  life.weight = found
  const did = `was aborted: someone else changed the weight from ${percentText(before)} to ${percentText(found)}`
  await tellEnd(life, ending(life, 'abort', 'weight_changed', did))
  const said = await sayOften(life, { kind: 'end', as: 'aborted', weight: found, stays: false })
  if (said) await life.ports.remember(undefined)
  return ending(life, 'abort', 'weight_changed', did, { unsaid: !said })
}
