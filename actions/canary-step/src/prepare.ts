import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Io } from '@sluice/action'
import { rejudge } from '@sluice/compat'
import { connect, openPublisher, openRecords, type Connection, type Publisher } from '@sluice/publish'
import {
  keptVerdict,
  learnPast,
  memoryStore,
  subjectFor,
  needsRecord,
  readRolloutPlan,
  timingFor,
  type LifeNote,
  type LifePorts,
  type LifeRequest,
  type RecordStore,
  type RolloutPlan,
  type RolloutRecord,
  type Timing,
  type Act,
} from '@sluice/rollout'
import { BASELINE, CANDIDATE, type Router } from '@sluice/traffic'
import { inputs } from './inputs.ts'
import { openLooks } from './look.ts'
import { rememberedSource, type RememberedSource } from './memory.ts'
import { openNews, type News } from './news.ts'
import { detailsOf, planDigest, planOf, type Input } from './plan.ts'
import { problemsBefore } from './preflight.ts'
import { armsNow, openRouterFor, rolloutRouter, routerArmOf } from './router.ts'
import { conclude, type Telling } from './tell.ts'
import { areIt, versionsOf } from './version.ts'

/** State that the post step reads. */
export const NOTE = 'note'

/** A run that is ready: everything opened and checked, nothing moved. */
export interface Prepared extends Telling {
  readonly router: Router
  readonly ports: LifePorts
  readonly timing: Timing
  readonly news: News
  readonly source: RememberedSource
}

/** Time between the end of the looking and the last moment of the job: the way back, the record, the reports. */
const REST_MS = 10 * 60_000

/**
 * Opens router, source and record; nothing has changed when it throws. `token` names the process; a post step has its main
 * step's. `records` take the place of GitHub's deployments.
 */
export function prepare(
  input: Input,
  io: Io,
  records?: RecordStore,
  token = randomBytes(4).toString('hex'),
): Prepared {
  const connection = connect(input, io)
  const router = openRouterFor(input, io)
  const publisherFor: Prepared['publisherFor'] = publishers(
    input,
    connection,
    (record, mostBytes) => source.packed(record, mostBytes),
    io,
  )
  const source = rememberedSource(input, records?.memory, publisherFor, io)
  if (!UNMEASURED.has(input.command)) source.open()
  const plan = planOf(input, connection.pullRequest, router.can.revisions)
  const { sha, artifact } = connection.subject
  const identity = { sha, ...(artifact === undefined ? {} : { artifact }) }
  const fixed = { baseline: input.baseline, candidate: input.candidate }
  const looks = openLooks(
    source.forLook,
    router,
    ({ record }) => {
      const candidate = routerArmOf(input.slots, record.payload.arms)
      return { candidate, baseline: candidate === BASELINE ? CANDIDATE : BASELINE }
    },
    connection.subject,
    keptVerdict(token, io, rejudge),
    io,
  )
  const news = openNews(input, connection, io)
  const bound = rolloutRouter(router, input.slots, fixed, io)
  const now = io.now()
  const lookUntil = now + input['max-wait'] + input.bake
  const request: LifeRequest = {
    caller: {
      command: input.command,
      event: io.facts.eventName,
      run: connection.run,
      actor: io.facts.actor,
      identity,
      whenSuperseded: input['when-superseded'],
    },
    action: 'canary-step',
    service: input.service,
    arms: async () => await armsNow(router, input.slots, fixed),
    ...homeOf(input),
    plan,
    digest: planDigest(plan, identity, input.service),
    until: lookUntil + REST_MS,
    lookUntil,
  }
  const telling: Telling = { input, io, connection, looks, request, publisherFor }
  const alone = needsRecord(input.command) ? undefined : memoryStore(io.now)
  const ports: LifePorts = {
    store: records ?? openRecords(connection, input.environment, input['environment-url'], alone, io),
    router: (arms) => rolloutRouter(router, input.slots, arms, io),
    look: looks.look,
    runs: async (arm, candidate) =>
      input.version === undefined ? undefined : areIt(await versionsOf(input.version, arm, io), candidate),
    preflight: async (arms, claims) => await problemsBefore(input, arms, claims, io),
    learn: async (arms) => {
      const learned = await learnNoise(plan, source, arms.baseline, input.noise, io)
      return { plan: learned, digest: planDigest(learned, identity, input.service) }
    },
    moved: news.moved,
    conclude: async (ending) => await conclude(telling, ending).catch(() => undefined),
    now: io.now,
    wait: async (ms) => await io.sleep(ms, io.signal).catch(() => undefined),
    pause: async (ms) => void (await delay(ms)),
    cancelled: () => io.signal.aborted,
    remember: async (note: LifeNote | undefined) => await io.saveState(NOTE, note ?? null),
    tell: ({ act, weight, record }) => {
      const verdict = looks.last()
      if (verdict === undefined) return
      publisherFor(record).progress(verdict, {
        decision: decisionOf(act),
        did: didWords(act, weight),
        go: true,
        ...(act.do === 'rise' && weight === 0 && { why: 'nothing is judged before it has traffic' }),
      })
    },
    token,
    // A file keeps addresses of any kind; the word of a status travels in it.
    runUrl: connection.runUrl ?? (records === undefined ? '' : 'local:'),
  }
  const timing = timingFor(input.settle, bound, input['max-wait'])
  return { ...telling, router, ports, timing, news, source }
}

/** The arms, where the inputs say which one is the candidate. Of two slots `candidate` names it, and may be out of date. */
function homeOf({ slots, baseline, candidate }: Input): Pick<LifeRequest, 'home' | 'homeAdvice'> {
  if (slots === undefined) return { home: { arms: { baseline, candidate }, sure: true } }
  const [other] = slots.filter((slot) => slot !== candidate)
  const named = candidate !== inputs.candidate.fallback && slots.includes(candidate)
  return named && other !== undefined
    ? { home: { arms: { baseline: other, candidate }, sure: false } }
    : { homeAdvice: 'name the slot that users must leave as `candidate`' }
}

/** Commands that must work where the metrics do not, or are not given. */
const UNMEASURED: ReadonlySet<string> = new Set(['abort', 'pause', 'finish', 'status'])

/** One publisher for each rollout that a run has to do with; nearly always there is one. */
function publishers(
  input: Input,
  connection: Connection,
  carries: (record: RolloutRecord, mostBytes: number) => string | undefined,
  io: Io,
): Prepared['publisherFor'] {
  const opened = new Map<number, Publisher>()
  return (record) => {
    const id = record?.id ?? 0
    const known = opened.get(id)
    if (known !== undefined) return known
    const plan = record === undefined ? undefined : readRolloutPlan(record.payload.plan)
    const pullRequest = connection.pullRequest ?? (plan === undefined ? undefined : detailsOf(plan)?.pull)
    const subject = subjectFor(connection.subject, record)
    const publisher = openPublisher(
      'canary-step',
      input,
      { ...connection, subject, pullRequest },
      io,
      (mostBytes) => (record === undefined ? undefined : carries(record, mostBytes)),
    )
    opened.set(id, publisher)
    return publisher
  }
}

const percent = (weight: number): string => `${Number(weight.toFixed(2))}%`

/** The decision that a look leads to, in the words of the output `decision`. */
function decisionOf(act: Act): string {
  switch (act.do) {
    case 'wait':
    case 'stay':
      return 'hold'
    case 'rise':
      return 'advance'
    case 'leave':
      return 'abort'
    case 'home':
      return HOME[act.then]
    case 'advance':
    case 'promote':
    case 'roll-back':
      return act.do
  }
}

const HOME = {
  held: 'hold',
  paused: 'pause',
  aborted: 'abort',
  superseded: 'none',
  'given-up': 'roll-back',
  'rolled-back': 'roll-back',
} as const satisfies Record<string, string>

/** What a look leads to, for the headline: "api in production WORDS: …". */
function didWords(act: Act, weight: number): string {
  switch (act.do) {
    case 'wait':
    case 'stay':
      return `holds at ${percent(weight)}`
    case 'advance':
      return `passed at ${percent(weight)}`
    case 'rise':
      return weight === 0
        ? `starts at ${percent(act.to)}`
        : `moves up from ${percent(weight)} to ${percent(act.to)}`
    case 'promote':
      return 'is being promoted to 100%'
    case 'roll-back':
    case 'home':
      return `is going back from ${percent(weight)} to 0%`
    case 'leave':
      return `is left at ${percent(act.found)}, which someone else set`
  }
}

/** The plan with what the baseline's past says about its noise; the source is opened only for a plan of ours. */
async function learnNoise(
  plan: RolloutPlan,
  source: RememberedSource,
  arm: string,
  pastMs: number,
  io: Io,
): Promise<RolloutPlan> {
  const details = detailsOf(plan)
  if (details === undefined) return plan
  const { policy, queries } = details
  const wish = { arm, intervalMs: plan.intervalMs, pastMs }
  const metrics = await learnPast(policy.metrics, queries, source.open(), wish, io)
  return { ...plan, details: { ...details, policy: { ...policy, metrics } } }
}
