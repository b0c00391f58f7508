import { endRecord, goHome, isForeign, leaveTo } from './home.ts'
import type { LifeEnding } from './ending.ts'
import { ending, owns, readRouter, recordOf, remember, reread, say, type Life, runsIt } from './life.ts'
import { sameWeight } from './look.ts'
import { isTorn, standsAt } from './parts.ts'
import { decidesAtAll } from './plan.ts'
import { lastSeenText, lifeReasonText, percentText } from './words.ts'
import { RouterChanged, RouterRefused } from './ports.ts'

type Asked = { readonly promote: boolean } | undefined

/**
 * Raises the weight, or confirms the present one again (`to` equal to it, which overtakes a late write): intent, settle,
 * read again, router as recorded, write, confirm, note. Returns an ending where the rise did not happen.
 */
export async function rise(life: Life, to: number, asked?: Asked): Promise<LifeEnding | undefined> {
  const { ports, timing } = life
  const from = life.weight
  const stop = (await intend(life, from, to)) ?? (await mayStill(life, asked?.promote === true))
  if (stop !== undefined) return stop

  const reading = await readRouter(life)
  if (reading === undefined) return await parked(life, 'router_unavailable')
  const torn = isTorn(reading, life.router.tolerance)
  if (!reading.pending && torn && from !== to) return await parked(life, 'router_not_confirmed')
  if (!reading.pending && !torn && !sameWeight(reading.weight, from, life.router.tolerance))
    return await leaveTo(life, reading.weight)
  const wrong = await wrongVersion(life)
  if (wrong !== undefined) return wrong
  if (ports.now() - life.checkedAt > timing.fenceMs / 2) {
    // Too long since ownership was read: what took so long may have let another run in.
    if (!(await reread(life))) return await parked(life, 'record_unavailable')
    if (!owns(life)) return await overtaken(life)
  }

  life.ownWeights = [from, to]
  await remember(life, to === 100 && isLast(life, asked) ? { promotesAt: 100 } : {})
  let accepted = false
  try {
    await life.router.write(to, reading.version)
    accepted = true
  } catch (error) {
    if (error instanceof RouterChanged) {
      const now = await readRouter(life)
      if (now !== undefined && isForeign(life, now)) return await leaveTo(life, now.weight)
      if (life.router.oneWay === true) {
        // Its engine did nothing, and will do nothing: somebody else has it, at the same weight.
        const end = await parked(life, 'router_not_confirmed')
        return { ...end, did: `${end.did} (${error.message})` }
      }
    }
    if (error instanceof RouterRefused) {
      const now = await readRouter(life)
      const none = now !== undefined && standsAt(now, from, life.router.tolerance)
      // Of several parts, others may have taken it.
      return none ? await refused(life, to, error.message) : await parked(life, 'router_not_confirmed')
    }
    // Any other write that failed may have happened: the router says.
  }
  life.quietFrom = Math.max(life.quietFrom, ports.now() + life.router.settlesMs)
  return await arrive(life, { from, to, accepted }, asked)
}

async function intend(life: Life, from: number, to: number): Promise<LifeEnding | undefined> {
  const record = recordOf(life)
  const { now } = life.ports
  const first = life.term === 1 && record.last.kind === 'rise' && life.count === 0
  // The create is the first intent of a run, as long as ownership was read a moment ago.
  if (first && record.last.to === to && now() - life.checkedAt <= life.timing.fenceMs / 4) return undefined
  if (!(await say(life, { kind: 'rise', from, to }))) return await parked(life, 'record_unavailable')
  await life.ports.pause(life.timing.settleMs)
  if (!(await reread(life))) return await parked(life, 'record_unavailable')
  return owns(life) ? undefined : await overtaken(life)
}

/** What was asked, or cancelled, while the intent settled. */
async function mayStill(life: Life, promoting: boolean): Promise<LifeEnding | undefined> {
  const ask = recordOf(life).asked?.ask
  if (ask === 'abort') return await goHome(life, { then: 'aborted', reason: 'aborted', danger: false })
  if (ask === 'release')
    return await goHome(life, { then: 'superseded', reason: 'superseded', danger: false })
  if (ask === 'pause' || (life.ports.cancelled() && !promoting)) {
    return await goHome(life, { then: 'paused', reason: 'paused', danger: false })
  }
  return undefined
}

async function wrongVersion(life: Life): Promise<LifeEnding | undefined> {
  const matches = await runsIt(life, 'candidate')
  if (matches !== false) return undefined
  if (life.weight === 0 && life.rung === 0) {
    return await endRecord(life, 'error', 'not_deployed', {
      detail: ': the slot does not run it',
    })
  }
  return await goHome(life, { then: 'superseded', reason: 'slot_overwritten', danger: false })
}

/** Another run owns the record: nothing of its business is touched. */
export async function overtaken(life: Life): Promise<LifeEnding> {
  await life.ports.remember(undefined)
  const record = life.view.get(life.record)
  const other = record?.owner.run ?? 'another run'
  return ending(life, 'none', 'taken_over', `is continued by run ${other}`, { weight: undefined })
}

/** The router said no, so that the weight is what it was. At 0% there is nothing to take back. */
async function refused(life: Life, to: number, why: string): Promise<LifeEnding> {
  const did = `was left at ${percentText(life.weight)}: the router refused ${percentText(to)} (${why})`
  if (life.weight > 0) {
    const end = await goHome(life, { then: 'held', reason: 'router_refused', danger: false })
    return { ...end, decision: 'error', did: `${end.did}: the router refused ${percentText(to)} (${why})` }
  }
  const said = await say(life, { kind: 'hold', weight: 0, rung: life.rung, paused: false })
  if (said) await life.ports.remember(undefined)
  return ending(life, 'error', 'router_refused', did, { unsaid: !said })
}

/** Without a sure way up, traffic waits at home. */
export async function parked(
  life: Life,
  reason: 'record_unavailable' | 'router_unavailable' | 'router_not_confirmed',
): Promise<LifeEnding> {
  const end = await goHome(life, { then: 'held', reason, danger: false })
  return end.decision === 'hold'
    ? { ...end, decision: 'error', did: `${end.did}: ${lifeReasonText(reason)}` }
    : end
}

/** Reaching 100% now is the promotion itself. */
function isLast({ plan }: Life, asked: Asked): boolean {
  return decidesAtAll(plan) || (plan.watch !== undefined && asked?.promote === true)
}

interface Rising {
  readonly from: number
  readonly to: number
  /** The router said that it took the weight; else nobody knows. */
  readonly accepted: boolean
}

async function arrive(
  life: Life,
  { from, to, accepted }: Rising,
  asked: Asked,
): Promise<LifeEnding | undefined> {
  const { ports, timing } = life
  const deadline = ports.now() + life.router.deadlineMs.shift
  let last: number | undefined
  /** Since when an engine that took the weight has stood where it was, and is going nowhere. */
  let stoodSince: number | undefined
  for (;;) {
    const reading = await life.router.read().catch(() => undefined)
    last = reading?.weight ?? last
    const settled = reading !== undefined && !reading.pending && ports.now() >= life.quietFrom
    const { tolerance } = life.router
    if (settled && standsAt(reading, to, tolerance)) break
    // Parts that disagree may still arrive.
    const foreign = settled && !isTorn(reading, tolerance) && !sameWeight(reading.weight, from, tolerance)
    if (foreign) return await leaveTo(life, reading.weight)
    const stands = settled && accepted && life.router.oneWay === true
    stoodSince = stands ? (stoodSince ?? ports.now()) : undefined
    const stopped = stoodSince !== undefined && ports.now() - stoodSince >= timing.settleMs
    const late = reading?.pending === true ? deadline + timing.fenceMs : deadline
    if (stopped || ports.now() >= Math.max(late, life.quietFrom)) {
      // It may still arrive, unless the engine has stopped: the way home must outlast it.
      if (!stopped) life.quietFrom = ports.now() + life.router.deadlineMs.shift
      const end = await parked(life, 'router_not_confirmed')
      return { ...end, did: `${end.did} (${percentText(to)} was set, but ${lastSeenText(last)})` }
    }
    await ports.pause(timing.pollMs)
  }
  const before = life.rung
  life.weight = to
  if (to > 0) life.rung = to
  if (to > before) ports.moved?.({ record: recordOf(life), before, to })
  const wrong = await wrongVersion(life)
  if (wrong !== undefined) return wrong
  if (to === 100 && isLast(life, asked)) return undefined
  // A word that could not be written is no reason to stop: the intent says enough for the next run.
  await say(life, { kind: 'at', weight: to })
  return undefined
}
