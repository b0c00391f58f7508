import { encodePayload, type RecordPayload } from '../record/payload.ts'
import type { RolloutRecord } from '../record/fold.ts'
import { openRecord, decide, type Ownership } from './decide.ts'
import type { AfterHome } from '../record/word.ts'
import type { LifeEnding } from './ending.ts'
import {
  ending,
  owns,
  ownership,
  readRouter,
  say,
  settledReading,
  turnTo,
  useArms,
  type Life,
} from './life.ts'
import { bakeWeight, nextRung, readRolloutPlan, type RolloutPlan } from './plan.ts'
import type { LearnedPlan } from './ports.ts'
import { percentText, preflightWords } from './words.ts'

/** Milliseconds within which a list must show what was written. */
const LISTED_MS = 30_000

/** `again`: what was read has changed, decide anew. `owned`: this run owns the record at hand. */
export type Begun = 'owned' | 'again' | LifeEnding

/** Makes a record and waits until it is sure that this run owns the only open one. Nothing is at the router before. */
export async function begin(life: Life, attempt: number, began: RecordPayload['began']): Promise<Begun> {
  const arms = await life.request.arms().catch(() => undefined)
  if (arms === undefined) {
    return ending(life, 'error', 'roles_unclear', 'did not start: neither slot serves all traffic')
  }
  useArms(life, arms)
  const { oneWay = false } = life.router
  // An engine needs a moment to see what was just deployed to it.
  const reading = await (oneWay ? settledReading(life) : readRouter(life))
  if (reading === undefined) {
    return ending(life, 'error', 'router_unavailable', 'did not start: the router could not be read')
  }
  if (reading.weight !== 0 || reading.pending) {
    const why =
      oneWay && reading.weight === 100
        ? `its newest version serves everyone${reading.pending ? ', or the engine does not answer' : ''}: deploy the candidate first`
        : `the candidate already gets ${percentText(reading.weight)} of traffic`
    return ending(life, 'error', 'candidate_has_traffic', `did not start: ${why}`, {
      weight: reading.weight,
    })
  }
  const problems = (await life.ports.preflight?.(arms, began === 'claim')) ?? []
  if (problems.length > 0) {
    const did = `did not start: ${preflightWords(problems)}`
    return { ...ending(life, 'error', 'preflight_failed', did, { weight: 0 }), problems }
  }
  const learned = (await life.ports.learn?.(arms)) ?? life.request
  life.plan = learned.plan
  const created = await create(life, payloadOf(life, attempt, began, learned))
  if (created !== 'owned') return created
  life.weight = 0
  return await settle(life, async () => await withdraw(life))
}

function payloadOf(
  life: Life,
  attempt: number,
  began: RecordPayload['began'],
  { plan, digest }: LearnedPlan,
): RecordPayload {
  const { arms } = life
  const { caller, action, service, until } = life.request
  const closed = life.view.records().filter((record) => !record.open)
  return {
    sluice: 2,
    action,
    service,
    identity: caller.identity,
    attempt,
    by: { run: caller.run, event: caller.event, actor: caller.actor },
    nonce: life.ports.token,
    until,
    arms,
    began,
    first: began === 'rehearsal' ? 0 : firstRung(plan),
    plan,
    digest,
    floor: 1 + Math.max(0, ...closed.map(({ id }) => id)),
  }
}

function firstRung(plan: RolloutPlan): number {
  const rung = nextRung(plan, 0) ?? 0
  return rung === 100 && plan.watch === undefined ? bakeWeight(plan) : rung
}

async function create(life: Life, payload: RecordPayload): Promise<Begun> {
  const { ports, view } = life
  const { identity } = payload
  const encoded = encodePayload(payload)
  const description = `${payload.action} of ${payload.service}${payload.attempt > 1 ? `, attempt ${payload.attempt}` : ''}`
  try {
    const { id, createdAt } = await ports.store.create({ sha: identity.sha, payload: encoded, description })
    life.record = id
    view.made({ id, sha: identity.sha, payload: encoded, createdAt })
  } catch {
    const lost = await lookForOwn(life)
    if (lost === undefined) {
      return ending(life, 'error', 'record_unavailable', 'did not start: its record could not be written')
    }
    life.record = lost
  }
  life.term = 1
  return 'owned'
}

/** After a lost answer the record may be there all the same: it is looked for, and never made twice. */
async function lookForOwn(life: Life): Promise<number | undefined> {
  const { ports, timing, view } = life
  for (let tried = 0; tried < 3; tried += 1) {
    await ports.pause(timing.settleMs)
    await view.refresh().catch(() => undefined)
    const own = view.payloads().find(({ payload }) => payload.nonce === ports.token)
    if (own !== undefined) return own.id
  }
  return undefined
}

/** Takes the next term of a record whose owner let go or is over. */
export async function takeOver(
  life: Life,
  record: RolloutRecord,
  from: Ownership,
  then?: AfterHome,
): Promise<Begun> {
  const { ports, timing, request } = life
  turnTo(life, record)
  life.term = record.term + 1
  life.count = 0
  life.plan = planFor(life, record)
  const scheduled = request.caller.event === 'schedule'
  const saying = {
    kind: 'take',
    until: request.until,
    scheduled,
    ...(then === undefined ? {} : { then }),
  } as const
  await say(life, saying)
  const begun = await settle(life, async () => await Promise.resolve('again'))
  if (begun !== 'owned') return begun
  const cold =
    from === 'released' || (from === 'same' && (record.last.kind === 'begun' || record.last.kind === 'at'))
  // Whoever did not let go may still be at a bounded step, which ends within this time.
  if (!cold) await ports.pause(Math.max(0, timing.fenceMs - timing.settleMs))
  return begun
}

/** A rollout goes on by its own plan; only the steps of an open-ended one bring their own weight. */
function planFor(life: Life, record: RolloutRecord): RolloutPlan {
  const kept = readRolloutPlan(record.payload.plan) ?? life.request.plan
  const { ladder } = life.request.plan
  const steps = kept.ladder.at(-1) !== 100 && ladder.at(-1) !== 100
  const sameRun = record.payload.by.run.split('.')[0] === life.request.caller.run.split('.')[0]
  return steps && sameRun ? { ...kept, ladder } : kept
}

/** Waits, reads again until the own word is there, and goes on only as the owner of the lowest open record. */
async function settle(life: Life, giveWay: () => Promise<Begun>): Promise<Begun> {
  const { ports, timing, view } = life
  const patience = ports.now() + Math.max(5 * timing.settleMs, LISTED_MS)
  for (;;) {
    await ports.pause(timing.settleMs)
    const read = await view.refresh().then(
      () => true,
      () => false,
    )
    life.checkedAt = read ? ports.now() : life.checkedAt
    life.listenedAt = ports.now()
    if (read && view.isListed(life.record)) break
    if (ports.now() >= patience) {
      const did = 'was left as it was: GitHub does not show its record'
      return ending(life, 'error', 'record_unavailable', did, life.term > 1 ? { weight: undefined } : {})
    }
  }
  if (!owns(life) || !(await stillMeant(life))) return await giveWay()
  return 'owned'
}

/** Whether the decision to start still stands on what has been read since; a take-over is decided by its term alone. */
async function stillMeant(life: Life): Promise<boolean> {
  if (life.term > 1) return true
  const { view, request } = life
  const known = {
    // Of two made at once the older one goes on; only a newer release is heard whatever its record's id.
    records: view.records().filter(({ id }) => id < life.record),
    payloads: view.payloads().filter(({ id }) => id !== life.record),
  }
  const open = openRecord(known.records)
  const held = open === undefined ? 'released' : await ownership(life, open)
  return decide({ ...request.caller, action: request.action }, known, held).do === 'start'
}

async function withdraw(life: Life): Promise<Begun> {
  const record = life.view.get(life.record)
  if (record?.owner.token === life.ports.token && record.term === life.term) {
    await say(
      life,
      { kind: 'end', as: 'error', weight: 0, stays: false },
      'Withdrawn: another rollout came first.',
    )
  }
  life.record = 0
  life.term = 0
  life.count = 0
  return 'again'
}
