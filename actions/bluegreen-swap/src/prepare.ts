import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { UserError, type Io } from '@sluice/action'
import { rejudge } from '@sluice/compat'
import {
  connect,
  openNotify,
  openPublisher,
  openRecords,
  type Connection,
  type NewsEvent,
} from '@sluice/publish'
import {
  keptVerdict,
  learnPast,
  memoryStore,
  needsRecord,
  subjectFor,
  timingFor,
  type LifeNote,
  type LifePorts,
  type LifeRequest,
  type RecordStore,
  type RolloutPlan,
  type RolloutRouter,
  type Timing,
} from '@sluice/rollout'
import { routerColours } from './colours.ts'
import type { SwapDriver } from './driver.ts'
import { openFleetDriver, withGroups } from './fleet-driver.ts'
import { nothingFound } from './found.ts'
import { checkTarget, homeProblem, retirePrevious } from './guards.ts'
import { openLook } from './look.ts'
import {
  coloursOf,
  detailsOf,
  planDigest,
  planOf,
  taskOf,
  writtenDigest,
  type Colours,
  type Input,
  type SwapDetails,
} from './plan.ts'
import { openProducersDriver } from './producers-driver.ts'
import { rehearseRounds } from './rehearsal.ts'
import { openRouterDriver } from './router-driver.ts'
import { conclude, type Telling } from './tell.ts'
import { listenTo } from './timeline.ts'

/** State that the post step reads. */
export const NOTE = 'note'

/** A run that is ready: everything opened and checked, nothing moved. */
export interface Prepared extends Telling {
  readonly ports: LifePorts
  readonly timing: Timing
  readonly request: LifeRequest
  /** Why nobody could tell who takes over, where that is a mistake that people can mend. */
  readonly roleProblem: () => UserError | undefined
  /** Tells people; never rejects, and takes five seconds at most. */
  readonly tell: (event: NewsEvent, reason: string, weight?: number) => Promise<void>
}

/** Checks before anyone meets the target, and the way back, the record and the reports after the last look. */
const CHECKS_MS = 60 * 60_000
const REST_MS = 20 * 60_000

/** Opens router, source and records; nothing has changed when it throws. `token`: a post step has its main step's. */
export async function prepare(
  given: Input,
  io: Io,
  records?: RecordStore,
  token = randomBytes(4).toString('hex'),
): Promise<Prepared> {
  refuseUnchecked(given)
  const input = await withGroups(given, io)
  const connection = connect(input, io)
  const plan = planOf(input, connection.pullRequest)
  const own = detailsOf(plan)
  if (own === undefined) throw new Error('the plan of this run cannot be read back')
  const driver = await openDriver(input, own, io)
  const found = nothingFound()
  const guarding = { input, driver, io, found }
  const tell = newsOf(input, connection, io)
  const alone = needsRecord(input.command) ? undefined : memoryStore(io.now)
  const timeline = listenTo(
    records ?? openRecords(connection, input.environment, input['environment-url'], alone, io),
  )
  const { sha, artifact } = connection.subject
  const identity = { sha, ...(artifact === undefined ? {} : { artifact }) }
  const now = io.now()
  let roleProblem: UserError | undefined
  const { watch, rehearse } = input
  const wholeMs = input['max-wait'] + CHECKS_MS + watch.ladder.length * (watch.atMostMs + 2 * watch.everyMs)
  const lookUntil = now + (watch.perRunMs ?? wholeMs)
  const request: LifeRequest = {
    caller: {
      command: input.command,
      event: io.facts.eventName,
      run: connection.run,
      actor: io.facts.actor,
      identity,
      whenSuperseded: input['when-superseded'],
      ...(rehearse === undefined ? {} : { rehearses: true }),
      ...(input.target === undefined || input.target === 'idle' ? {} : { target: input.target }),
    },
    action: 'bluegreen-swap',
    service: input.service,
    arms: async () => {
      const colours = await driver.begin().catch((error: unknown) => {
        if (error instanceof UserError) roleProblem = error
        throw error
      })
      return colours === undefined ? undefined : { baseline: colours.previous, candidate: colours.target }
    },
    ...homeOf(input),
    plan,
    digest: planDigest(plan, identity, input.service),
    until: now + wholeMs + input.retire.afterMs + REST_MS,
    lookUntil,
  }
  const router = toldRouter(driver, io, () => void tell('started', ''))
  const timing = timingFor(input.settle, router({ target: '', previous: '' }), input['max-wait'])
  const publisherFor = publishers(input, connection, request, io)
  const kept = keptVerdict(token, io, rejudge)
  const telling = { input, io, connection, driver, found, timeline, kept, publisherFor }
  const ports: LifePorts = {
    store: timeline.store,
    router: (arms) => router(coloursOf(arms)),
    look: openLook({ ...guarding, own }),
    check: async (record) => await checkTarget(guarding, taskOf(record, own)),
    homeProblem: async (arms) => await homeProblem(guarding, coloursOf(arms)),
    retire: async ({ payload }, since, leave) =>
      await retirePrevious(guarding, coloursOf(payload.arms), {
        ...leave,
        since,
        listenMs: timing.listenMs,
      }),
    ...(rehearse === undefined
      ? {}
      : {
          rehearse: async (record, moves) =>
            await rehearseRounds(guarding, taskOf(record, own), rehearse, moves),
        }),
    runs: async () => await Promise.resolve(undefined),
    learn: async ({ baseline }) => {
      const learned = await learnNoise(plan, own, driver, baseline, input.noise, io)
      return { plan: learned, digest: planDigest(learned, identity, input.service) }
    },
    now: io.now,
    wait: async (ms) => await io.sleep(ms, io.signal).catch(() => undefined),
    pause: async (ms) => void (await delay(ms)),
    cancelled: () => io.signal.aborted,
    remember: async (note: LifeNote | undefined) => await io.saveState(NOTE, note ?? null),
    tell: ({ act }) => {
      if (act.do === 'stay') io.log.info('Undecided. Traffic stays as it is, and the next run continues.')
    },
    conclude: async (ending) => await conclude(telling, ending).catch(() => undefined),
    token,
    // A file keeps addresses of any kind; the word of a status travels in it.
    runUrl: connection.runUrl ?? (records === undefined ? '' : 'local:'),
  }
  return { ...telling, ports, timing, request, tell, roleProblem: () => roleProblem }
}

/** The colours, where the inputs say who is the target; another swap may have had the other one. */
function homeOf({ mode, target }: Input): Pick<LifeRequest, 'home' | 'homeAdvice'> {
  if (mode !== 'router') return {}
  if (target === undefined || target === 'idle')
    return { homeAdvice: 'name the colour that users must leave as `target`' }
  const colours = routerColours(target, 0)
  if (colours === undefined) return {}
  return { home: { arms: { baseline: colours.previous, candidate: colours.target }, sure: false } }
}

/** The plan with what the previous colour's past says about its noise. */
async function learnNoise(
  plan: RolloutPlan,
  own: SwapDetails,
  { past }: SwapDriver,
  previous: string,
  pastMs: number,
  io: Io,
): Promise<RolloutPlan> {
  if (past === undefined) return plan
  const wish = { arm: past.arm(previous), intervalMs: own.watch.everyMs, pastMs }
  const policies = await learnPast(own.policies, own.queries, past.source, wish, io)
  const details: SwapDetails = { ...own, policies }
  return { ...plan, details }
}

/** Opens what the mode needs; nothing has changed when it throws. */
async function openDriver(input: Input, own: SwapDetails, io: Io): Promise<SwapDriver> {
  switch (input.mode) {
    case 'router':
      return openRouterDriver(input, own, io)
    case 'producers':
      return await openProducersDriver(input, own, io)
    case 'fleet':
      return await openFleetDriver(input, own, io)
  }
}

const STARTING: readonly string[] = ['run', 'claim', 'retry', 'continue', 'resume']

function refuseUnchecked({ mode, smoke, parity, shared, command }: Input): void {
  const checked = smoke !== undefined || parity !== undefined || shared !== undefined
  if (mode !== 'router' || checked || !STARTING.includes(command)) return
  throw new UserError(
    'NOTHING_TO_CHECK',
    '`smoke`, `parity`, `shared` and `soak` are all blank, so nothing would be checked before the target gets traffic',
    'Give at least one check in `smoke`.',
  )
}

/** Says in the log what is written to the router, and once that users are about to move. */
function toldRouter(driver: SwapDriver, io: Io, started: () => void): (colours: Colours) => RolloutRouter {
  let moved = false
  return (colours) => {
    const router = driver.router(colours)
    const { target, previous } = colours
    return {
      ...router,
      write: async (weight, version) => {
        io.log.info(
          weight === 0
            ? `Going back: all traffic to ${previous}.`
            : `Moving traffic: ${Number(weight.toFixed(2))}% to ${target}, the rest to ${previous}.`,
        )
        if (weight > 0 && !moved) started()
        moved ||= weight > 0
        await router.write(weight, version)
      },
    }
  }
}

function newsOf(input: Input, { subject, runUrl }: Connection, io: Io): Prepared['tell'] {
  const notify = openNotify(input.notify ?? [], io)
  const { sha, repository, service, environment } = subject
  return async (event, reason, weight) =>
    await notify({
      event,
      action: 'bluegreen-swap',
      ...{ service, environment, repository, sha, reason },
      ...(weight === undefined ? {} : { weight }),
      ...(runUrl === undefined ? {} : { runUrl }),
    })
}

/** One publisher for each swap that a run has to do with; nearly always there is one. */
function publishers(
  input: Input,
  connection: Connection,
  request: LifeRequest,
  io: Io,
): Prepared['publisherFor'] {
  const opened = new Map<number, ReturnType<Prepared['publisherFor']>>()
  return (record) => {
    const id = record?.id ?? 0
    const known = opened.get(id)
    if (known !== undefined) return known
    const pullRequest = connection.pullRequest ?? detailsOf(record?.payload.plan)?.pull
    const subject = subjectFor(connection.subject, record)
    const { plan, identity } = record?.payload ?? { plan: request.plan, identity: request.caller.identity }
    const analysis = writtenDigest(plan, identity, input.service)
    const about = { ...connection, subject, pullRequest }
    const publisher = openPublisher('bluegreen-swap', input, about, io, undefined, analysis)
    opened.set(id, publisher)
    return publisher
  }
}
