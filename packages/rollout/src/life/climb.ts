import type { TrafficWindow } from '../record/fold.ts'
import { endRecord, goHome, leaveTo } from './home.ts'
import type { LifeEnding } from './ending.ts'
import { ending, owns, recordOf, remember, reread, say, type Life, runsIt } from './life.ts'
import { decideLook, type Act, type Sight } from './look.ts'
import { isTorn } from './parts.ts'
import { retire } from './retire.ts'
import { overtaken, rise } from './rise.ts'
import { percentText } from './words.ts'

/** Where the evidence stands; it outlives single looks. */
interface Watch {
  windows: TrafficWindow[]
  arrivedAt: number
  blindSince: number | undefined
  mismatchSince: number | undefined
}

/** Looks, and does what the looks lead to, until the rollout ends or this run lets go. Starts from `life.weight`. */
export async function climb(life: Life): Promise<LifeEnding> {
  const watch = startWatch(life)
  for (;;) {
    const act = await lookOnce(life, watch)
    const progress = { act, weight: life.weight, record: recordOf(life) }
    // Nothing stands before the way back from danger, not even words about it.
    const danger = act.do === 'roll-back'
    if (!danger) life.ports.tell(progress)
    const end = await take(life, watch, act)
    if (danger) life.ports.tell(progress)
    if (end !== undefined) return end
  }
}

function startWatch(life: Life): Watch {
  const { windows } = recordOf(life)
  const now = life.ports.now()
  const present = windows.at(-1)
  const goesOn =
    present !== undefined && present.to === undefined && present.counts && present.weight === life.weight
  return {
    windows: [...windows],
    arrivedAt: goesOn ? present.from : now,
    blindSince: undefined,
    mismatchSince: undefined,
  }
}

async function lookOnce(life: Life, watch: Watch): Promise<Act> {
  const { ports } = life
  const reading = life.router.read().catch(() => undefined)
  const version = life.weight > 0 ? runsIt(life, 'candidate') : Promise.resolve(undefined)
  const listening = listen(life)
  const sight = await ports.look({
    record: recordOf(life),
    plan: life.plan,
    windows: watch.windows,
    weight: life.weight,
    arrivedAt: watch.arrivedAt,
  })
  noteSight(watch, sight, ports.now(), life.plan.intervalMs)
  // Harm waits for nobody: whatever router and version have to say has a moment, and no more.
  const limit = sight.harm ? ports.pause(life.timing.pollMs).then(() => undefined) : undefined
  const [found, versionMatches] = await Promise.all([soon(reading, limit), soon(version, limit)])
  if (!sight.harm) await listening
  return decideLook({
    plan: life.plan,
    weight: life.weight,
    rung: life.rung,
    found: found === undefined || found.pending ? undefined : found.weight,
    torn: found !== undefined && !found.pending && isTorn(found, life.router.tolerance),
    tolerance: life.router.tolerance,
    oneWay: life.router.oneWay === true,
    versionMatches,
    sight,
    now: ports.now(),
    startedAt: recordOf(life).startedAt,
    arrivedAt: watch.arrivedAt,
    blindSince: watch.blindSince,
    mismatchSince: watch.mismatchSince,
    asked: owns(life) ? recordOf(life).asked?.ask : undefined,
    cancelled: ports.cancelled(),
    timeIsUp: ports.now() + life.plan.intervalMs > life.request.lookUntil,
    somebodyComes: recordOf(life).scheduled,
  })
}

async function soon<T>(answer: Promise<T>, limit: Promise<undefined> | undefined): Promise<T | undefined> {
  return limit === undefined ? await answer : await Promise.race([answer, limit])
}

/** Reads what is asked of the owner, now and then: a look itself asks GitHub for nothing. */
async function listen(life: Life): Promise<void> {
  if (life.ports.now() - life.listenedAt < life.timing.listenMs) return
  await reread(life)
}

/** What a blind look could not see is at least the interval before it. */
function noteSight(watch: Watch, sight: Sight, now: number, intervalMs: number): void {
  const since = Math.max(watch.arrivedAt, now - intervalMs)
  watch.blindSince = sight.blind ? (watch.blindSince ?? since) : undefined
  watch.mismatchSince = sight.mismatch ? (watch.mismatchSince ?? now) : undefined
}

async function take(life: Life, watch: Watch, act: Act): Promise<LifeEnding | undefined> {
  // A look that took its time may have let another run in; only danger does not ask.
  if (act.do !== 'roll-back' && act.do !== 'wait' && !owns(life)) return await overtaken(life)
  switch (act.do) {
    case 'wait':
      await life.ports.wait(untilNextLook(life, watch))
      return undefined
    case 'roll-back':
      return await goHome(life, { then: 'rolled-back', reason: act.reason, danger: true })
    case 'home':
      return await goHome(life, { then: act.then, reason: act.reason, danger: false })
    case 'leave':
      return await leaveTo(life, act.found)
    case 'rise': {
      const end = (await refused(life)) ?? (await rise(life, act.to))
      if (end === undefined) arrived(life, watch)
      return end
    }
    case 'promote':
      return await promote(life)
    case 'advance':
      return await leaveOpen(life)
    case 'stay':
      return await letGo(life)
  }
}

/** Nobody meets a candidate that fails its checks. They are asked again whenever nobody is exposed. */
async function refused(life: Life): Promise<LifeEnding | undefined> {
  if (life.weight > 0) return undefined
  const problem = await life.ports.check?.(recordOf(life))
  return problem === undefined ? undefined : await endRecord(life, 'refused', problem)
}

/** The record says since when the weight stands, so that a later run asks for the same intervals. */
function arrived(life: Life, watch: Watch): void {
  const now = life.ports.now()
  const { windows } = recordOf(life)
  const last = windows.at(-1)
  if (last?.to === undefined && last?.counts === true && last.weight === life.weight) {
    watch.windows = [...windows]
    watch.arrivedAt = last.from
  } else {
    const closed = watch.windows.map((window) => (window.to === undefined ? { ...window, to: now } : window))
    watch.windows = [...closed, { weight: life.weight, from: now, counts: true }]
    watch.arrivedAt = now
  }
  watch.blindSince = undefined
  watch.mismatchSince = undefined
}

function untilNextLook(life: Life, watch: Watch): number {
  const { intervalMs } = life.plan
  return intervalMs - ((life.ports.now() - watch.arrivedAt) % intervalMs)
}

/** To 100%, where it is not there yet, and the end. */
export async function promote(life: Life): Promise<LifeEnding> {
  const end = life.weight === 100 ? undefined : await rise(life, 100, { promote: true })
  return end ?? (await promoted(life))
}

async function promoted(life: Life): Promise<LifeEnding> {
  const end = await endRecord(life, 'promoted', 'promoted')
  return life.plan.retires === true && end.unsaid !== true ? await retire(life, end) : end
}

/** The step passed: the rollout stays open for the next step, and the post step lets go at the job's end. */
async function leaveOpen(life: Life): Promise<LifeEnding> {
  await remember(life, { leftOpen: true })
  return ending(life, 'advance', 'within_margin', `passed at ${percentText(life.weight)}`)
}

async function letGo(life: Life): Promise<LifeEnding> {
  const said = await say(life, { kind: 'hold', weight: life.weight, rung: life.weight, paused: false })
  if (!said) return await goHome(life, { then: 'held', reason: 'record_unavailable', danger: false })
  await life.ports.remember(undefined)
  return ending(life, 'hold', 'not_enough_data', `waits at ${percentText(life.weight)}`)
}
