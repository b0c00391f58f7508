import type { RolloutRecord } from '../record/fold.ts'
import { sameIdentity } from '../record/payload.ts'
import { openView } from '../record/view.ts'
import { abort, abortUnread, recordSoon } from './abort.ts'
import { begin, takeOver } from './begin.ts'
import { claimAgain, leftOpen } from './claim.ts'
import { climb } from './climb.ts'
import {
  decide,
  describeRecord,
  isDecided,
  isRetiring,
  openRecord,
  type Move,
  type Ownership,
  startsOn,
} from './decide.ts'
import type { LifeEnding, LifeDecision } from './ending.ts'
import { finish } from './finish.ts'
import {
  ending,
  openLife,
  ownership,
  readRouter,
  say,
  type Life,
  type LifeRequest,
  turnTo,
  runsIt,
} from './life.ts'
import type { LifePorts, Timing } from './ports.ts'
import { recover, type TakenFor } from './recover.ts'
import { rehearse } from './rehearse.ts'
import { retireLater } from './retire.ts'

/** How often a run decides anew because the records have changed under it. */
const MOST_TRIES = 6

/** The life of one run: reads the records, decides what there is to do, does it, and says how it ended. */
export async function live(ports: LifePorts, timing: Timing, request: LifeRequest): Promise<LifeEnding> {
  const waitUntil = ports.now() + timing.maxWaitMs
  const view = openView(ports.store)
  for (let tries = 0; ; tries += 1) {
    const life = openLife(ports, timing, request, view)
    const aborts = request.caller.command === 'abort'
    const reading = readAll(life)
    if (!(aborts ? await recordSoon(life, reading) : await reading)) {
      const did = 'was left as it is: the record could not be read'
      if (!aborts) return ending(life, 'error', 'record_unavailable', did)
      const end = await abortUnread(life, reading)
      if (end !== 'read' && end !== 'moved') return end
      if (end === 'moved' && openRecord(life.view.records()) === undefined) {
        const but =
          'has nothing to do: no rollout is open. But while the record could not be read, 0% was set'
        return ending(life, 'none', 'nothing_open', but, { weight: undefined })
      }
    }
    const records = life.view.records()
    const open = openRecord(records)
    if (open !== undefined && isForeign(open, request)) return foreign(life, open)
    const from: Ownership = open === undefined ? 'released' : await ownership(life, open)
    const move = decide(
      { ...request.caller, action: request.action },
      { records, payloads: life.view.payloads() },
      from,
    )
    const end = await perform(life, move, from, waitUntil)
    if (end === 'waited') {
      tries = 0
      continue
    }
    if (end !== 'again') return end
    if (tries === MOST_TRIES) {
      return ending(life, 'none', 'taken_over', 'was left to other runs, which kept changing the record')
    }
  }
}

/** A service has one open rollout, and only the action that began it knows its plan and its router. */
function isForeign({ payload }: RolloutRecord, { action, caller }: LifeRequest): boolean {
  return payload.action !== action && caller.command !== 'status'
}

function foreign(life: Life, open: RolloutRecord): LifeEnding {
  // Its arms are names that only its own action knows.
  const did = `was left as it is: ${open.payload.action} has an open rollout, ${describeRecord(open)}`
  return ending(life, startsOn(life.request.caller) ? 'error' : 'none', 'already_open', did, {
    weight: undefined,
  })
}

async function readAll(life: Life): Promise<boolean> {
  try {
    await life.view.refresh()
    await readHistory(life)
    return true
  } catch {
    return false
  }
}

/** What has become of this candidate before, and of those after it where it was promoted. */
async function readHistory({ view, request }: Life): Promise<void> {
  const unread = view.payloads().filter(({ id }) => !view.isRead(id))
  const { identity } = request.caller
  const own = unread.filter(({ payload }) => sameIdentity(payload.identity, identity)).slice(-3)
  await Promise.all(own.map(({ id }) => view.refreshOne(id)))
  const promoted = view
    .records()
    .filter(
      ({ payload, phase }) =>
        sameIdentity(payload.identity, identity) && (phase === 'promoted' || phase === 'finished'),
    )
    .at(-1)
  if (promoted === undefined) return
  const later = unread.filter(({ id }) => id > promoted.id).slice(-10)
  await Promise.all(later.map(({ id }) => view.refreshOne(id)))
}

async function perform(
  life: Life,
  move: Move,
  from: Ownership,
  waitUntil: number,
): Promise<LifeEnding | 'again' | 'waited'> {
  switch (move.do) {
    case 'start':
      return await start(life, move.attempt)
    case 'take':
      return await takeFor(life, move, from)
    case 'ask':
      return await askAndWait(life, move, waitUntil)
    case 'queue':
      return await waitFor(life, move.record.id, waitUntil)
    case 'abort':
      return await abort(life, move.record)
    case 'report':
      turnTo(life, move.record)
      return await report(life, move)
    case 'none':
      if (move.record !== undefined) turnTo(life, move.record)
      return ending(life, 'none', move.because, nothing(move), { weight: undefined })
    case 'refuse':
      turnTo(life, move.record)
      return ending(
        life,
        'error',
        move.code === 'FINISH_FIRST' ? 'finish_first' : 'already_open',
        `did not start: another rollout is open, ${describeRecord(move.record)}`,
        { weight: undefined },
      )
  }
}

async function start(life: Life, attempt: number): Promise<LifeEnding | 'again'> {
  const { command, rehearses = false } = life.request.caller
  const claims = command === 'claim'
  const begun = await begin(life, attempt, rehearses ? 'rehearsal' : claims ? 'claim' : 'run')
  if (begun !== 'owned') return begun
  if (rehearses) return await rehearse(life)
  if (!claims) return await climb(life)
  return ending(
    life,
    'claim',
    'claimed',
    'claimed the slot of the candidate: it serves nobody, so you can deploy to it',
  )
}

async function takeFor(
  life: Life,
  { record, why }: Move & { readonly do: 'take' },
  from: Ownership,
): Promise<LifeEnding | 'again'> {
  const { caller } = life.request
  const retires = why === 'finish' && isRetiring(record)
  if (why === 'finish' && caller.command !== 'finish' && !retires) {
    const early = await notYetFinished(life, record)
    if (early !== undefined) return early
  }
  if (caller.command === 'claim' && why === 'continue' && record.last.kind !== 'begun') {
    return await leftOpen(life, record)
  }
  const begun = await takeOver(life, record, from, why === 'supersede' ? 'superseded' : undefined)
  if (begun !== 'owned') return begun
  if (why === 'finish') {
    const end = retires ? await retireLater(life) : await finish(life)
    const starts = ['run', 'claim', 'retry'].includes(caller.command) && caller.event !== 'schedule'
    return end.decision === 'finish' && starts ? 'again' : end
  }
  if (caller.command === 'claim' && why === 'continue') return await claimAgain(life)
  const end = await recover(life, why satisfies TakenFor)
  const unbegun = end.reason === 'claim_lost' || end.reason === 'already_decided'
  const over = unbegun || record.payload.began === 'rehearsal'
  const makesWay = why === 'supersede' || (over && caller.event !== 'schedule')
  return makesWay && end.unsaid !== true && madeWay(end) ? 'again' : end
}

/** Nobody asked for the finish itself: where it cannot be done, the record is left alone and nothing new begins. */
async function notYetFinished(life: Life, record: RolloutRecord): Promise<LifeEnding | undefined> {
  turnTo(life, record)
  const reading = await readRouter(life)
  if (reading?.weight === 0 || (await runsIt(life, 'baseline')) === true) return undefined
  const { caller } = life.request
  const starts = ['run', 'claim', 'retry'].includes(caller.command) && startsOn(caller)
  const promoted = `${describeRecord(record)} is promoted but not finished. Deploy it to the stable instances, then run \`finish\``
  return ending(
    life,
    starts ? 'error' : 'none',
    'finish_first',
    starts ? `did not start: ${promoted}` : `has nothing to do: ${promoted}`,
    {
      weight: reading?.weight,
    },
  )
}

/** What ended, or was promoted, stands in nobody's way any more. */
function madeWay(end: LifeEnding): boolean {
  return end.decision !== 'error' || end.reason === 'claim_lost'
}

async function askAndWait(
  life: Life,
  { record, ask }: Move & { readonly do: 'ask' },
  waitUntil: number,
): Promise<LifeEnding | 'again' | 'waited'> {
  turnTo(life, record)
  const asked = record.asked?.ask === ask
  if (!asked && !(await say(life, { kind: 'ask', ask, who: life.request.caller.actor }))) {
    return ending(life, 'error', 'record_unavailable', 'could not ask the run that owns the rollout', {
      weight: undefined,
    })
  }
  const end = await waitFor(life, record.id, waitUntil)
  if (end !== 'waited' || ask === 'release') return end
  const now = life.view.get(record.id)
  if (ask === 'pause' && now?.paused === true) {
    return ending(life, 'pause', 'paused', 'is paused, with all traffic on the baseline', {
      weight: now.weight,
    })
  }
  if (ask === 'promote' && now?.phase === 'promoted')
    return ending(life, 'promote', 'promoted', 'is promoted at 100%', { weight: 100 })
  return 'waited'
}

/** Waits until the record has ended or its owner has let go. */
async function waitFor(life: Life, id: number, waitUntil: number): Promise<LifeEnding | 'waited'> {
  const { ports, timing } = life
  for (;;) {
    if (ports.now() >= waitUntil || ports.cancelled()) {
      life.record = id
      return ending(life, 'hold', 'queued', 'waits: another rollout is still open', { weight: undefined })
    }
    await ports.wait(timing.listenMs / 4)
    await life.view.refreshOne(id).catch(() => undefined)
    const record = life.view.get(id)
    if (record === undefined || !record.open) return 'waited'
    const queued = life.request.caller.whenSuperseded === 'queue' && record.phase !== 'promoted'
    if (!queued && (await ownership(life, record)) !== 'alive') return 'waited'
  }
}

async function report(life: Life, { record }: Move & { readonly do: 'report' }): Promise<LifeEnding> {
  const reading = await readRouter(life, 0)
  const decision = isDecided(record.phase) ? EARLIER[record.phase as keyof typeof EARLIER] : 'none'
  return ending(life, decision, 'already_decided', `was already decided (${record.phase})`, {
    weight: reading?.weight,
  })
}

const EARLIER = {
  promoted: 'promote',
  finished: 'promote',
  'rolled-back': 'roll-back',
  aborted: 'abort',
  superseded: 'none',
  'given-up': 'roll-back',
  refused: 'refuse',
  stayed: 'stay',
} as const satisfies Record<string, LifeDecision>

function nothing({ because, record }: Move & { readonly do: 'none' }): string {
  switch (because) {
    case 'nothing_open':
      return 'has nothing to do: no rollout is open'
    case 'owner_at_work':
      return `has nothing to do: run ${record?.owner.run ?? ''} is working on it`
    case 'newer_release':
      return 'has nothing to do: a newer run has already started another release'
    case 'paused':
      return 'has nothing to do: the rollout is paused'
    case 'status_only':
      return record === undefined ? 'has no open rollout' : `has an open rollout: ${describeRecord(record)}`
    case 'already_open':
      return 'has nothing to do: it is open already'
  }
}
