import type { Io } from '@sluice/action'
import { judge } from '@sluice/compat'
import {
  approvalCheck,
  cohortSamples,
  coverageCheck,
  fleetPolicy,
  groupCheck,
  keysLastCheck,
  openAnswersCheck,
  openFleet,
  requirementsCheck,
  stageAt,
  standingText,
  type FleetReturn,
  type FleetStanding,
  type OpenFleet,
  type Standing,
} from '@sluice/fleet'
import { checkEvidence } from '@sluice/judge'
import type { Evidence } from '@sluice/verdict'
import { UserError } from '@sluice/action'
import { checkArtifact } from './check-artifact.ts'
import { UNPROBED, type Findings, type SwapDriver, type WatchStage } from './driver.ts'
import type { Input, SwapDetails } from './plan.ts'
import { watchPolicy } from './watch-policy.ts'

/** One question to the server of the fleet, and how long a change may take to be published. */
const ASK_MS = 30_000
const PUBLISH_MS = 60_000
/** How often devices on their way back are asked for. */
const BACK_MS = 5_000

const limited = (): AbortSignal => AbortSignal.timeout(ASK_MS)

/** The inputs with the rungs of the fleet's groups as their ladder. */
export async function withGroups(input: Input, io: Io): Promise<Input> {
  if (input.mode !== 'fleet' || input.command === 'abort') return input
  const { stages, fleet } = await openFleet(addressOf(input), io)
  await fleet.close()
  if (stages.length === 0) return input
  if (input.watch.ladder.length > 1 || input.watch.ladder[0] !== 100)
    throw new UserError(
      'GROUPS_AND_LADDER',
      '`groups` and `ladder` were both given, and each says who begins when',
      'Remove `ladder` from `watch`. For a part of a group, give the group a `share`.',
    )
  return { ...input, watch: { ...input.watch, ladder: stages.map(({ reached }) => reached) } }
}

function addressOf(input: Input) {
  return { adapter: input.router, given: input['router-settings'], signingKey: input['signing-key'] }
}

/** Devices that no router reaches: they learn from a server what to run, and tell how they fared when they can. */
export async function openFleetDriver(input: Input, own: SwapDetails, io: Io): Promise<SwapDriver> {
  const isStop = input.command === 'abort'
  const open = isStop ? await openToStop(input, io) : await openFleet(addressOf(input), io)
  const { settings, fleet } = open
  const { candidate } = settings
  watchPolicy(own.confidence, [fleetPolicy(settings.limit)], own.watch.ladder)
  /** The shares with which the rollout began, as soon as its record has told them. */
  let { ladder } = own.watch
  let last: FleetStanding | undefined
  let back: FleetReturn | undefined
  return {
    begin: async () => await fleet.versions(limited()),
    router: ({ target }) => ({
      // A share is published in millionths.
      tolerance: 0.001,
      settlesMs: 0,
      deadlineMs: { shift: PUBLISH_MS, undo: PUBLISH_MS },
      read: async () => ({ weight: await fleet.share(target, limited()), pending: false }),
      write: async (share) =>
        isStop && share === 0
          ? void (await fleet.withdraw(target, limited()))
          : await fleet.setShare(target, share, limited(), ladder),
    }),
    check: async (task, signal) => {
      ladder = task.details.watch.ladder
      if (task.colours.target !== candidate.version) return []
      const old = candidate.requires === undefined ? 0 : await fleet.unchecking(signal)
      const { ladder: steps, atMostMs, everyMs } = task.details.watch
      const now = io.now()
      const until = now + steps.length * (atMostMs + everyMs) + settings['way-back']
      const artifact = await checkArtifact(candidate, io, signal)
      const keys = keysLastCheck(open.keysExpire, until, now)
      return [artifact, requirementsCheck(candidate, old, now), keys].filter((each) => each !== undefined)
    },
    look: async (task, stage, signal) => {
      ladder = task.details.watch.ladder
      last = await fleet.standing(signal)
      if (last === undefined)
        throw new UserError(
          'NO_MANIFEST',
          'the published manifest no longer exists',
          'Find out who removed it. Then run the step again.',
        )
      return judgeFleet(open, task.details, stage, last, io.now())
    },
    stop: async () => {
      const target = await fleet.withdraw(candidate.version, limited())
      if (target === undefined) return undefined
      const left = await fleet.share(target, limited())
      if (left === 0) return target
      throw new UserError(
        'NOT_WITHDRAWN',
        `${left}% of the fleet are still told to run ${target}`,
        'Somebody else has published since. Run `abort` again.',
      )
    },
    // Devices come back in their own time, however long the watch of a router would take.
    proveHome: async () => {
      const end = io.now() + (io.signal.aborted ? 0 : settings['way-back'])
      for (;;) {
        back = await fleet.wayBack(limited()).catch(() => back)
        if (back === undefined || back.open === 0 || io.now() >= end || io.signal.aborted) return
        await io.sleep(Math.min(BACK_MS, end - io.now()), io.signal).catch(() => undefined)
      }
    },
    seen: () => seenOf(last, back),
    close: async () => {
      await fleet.close()
      return seenOf(last, back)
    },
  }
}

const UNNEEDED_TO_STOP: ReadonlySet<string> = new Set([
  ...['roster', 'groups', 'keys', 'limit', 'coverage', 'min-reports', 'approved'],
])

/** An emergency stop must not fail because of a roster, a group or a key set that is not needed for it. */
async function openToStop(input: Input, io: Io): Promise<OpenFleet> {
  const address = addressOf(input)
  try {
    return await openFleet(address, io)
  } catch (error) {
    const needed = Object.entries(address.given).filter(([name]) => !UNNEEDED_TO_STOP.has(name))
    const open = await openFleet({ ...address, given: Object.fromEntries(needed) }, io)
    const why = error instanceof Error ? error.message : String(error)
    io.log.warning(`The fleet is stopped without its roster, groups, conditions and key set: ${why}`)
    if (error instanceof UserError && error.code === 'BAD_KEYS')
      io.log.warning(
        'Devices refuse a withdrawal that their key set does not allow. If it has expired, publish a new set with `sluice fleet-keys`, and run `abort` again.',
      )
    return open
  }
}

function seenOf(last: FleetStanding | undefined, back: FleetReturn | undefined): Findings {
  const whole: Standing | null = last?.whole ?? null
  const lines = [
    ...(back === undefined ? [] : [back.text]),
    ...(whole === null ? [] : [standingText(whole)]),
    ...[...(last?.groups ?? [])]
      .filter(([name]) => name !== '')
      .map(([name, own]) => `Group ${JSON.stringify(name)}: ${standingText(own)}`),
  ]
  return {
    details: { standing: whole, ...(back === undefined ? {} : { back }) },
    lines,
    outputs: UNPROBED,
  }
}

/** What a look at the devices says. With groups, each passes by its own conditions, and the whole fleet can only fail. */
function judgeFleet(
  { settings, stages, known }: OpenFleet,
  { confidence, watch }: SwapDetails,
  stage: WatchStage,
  { whole, groups }: FleetStanding,
  now: number,
): readonly Evidence[] {
  const minReports = settings['min-reports']
  const judged = (critical: boolean, worstCase = false): readonly Evidence[] =>
    judge(watchPolicy(confidence, [fleetPolicy(settings.limit, critical)], watch.ladder), [
      cohortSamples(whole, stage, now, { worstCase, minReports }),
    ])
  const certain = judged(true)
  const reached = stageAt(stages, stage.share, watch.ladder)
  if (reached === undefined) {
    const seen = coverageCheck(whole, settings.coverage, now)
    const checks = [
      known ? seen : { ...seen, detail: `${seen.detail} ${ANYONE_COUNTS}` },
      openAnswersCheck(whole, judged(true, true)[0]?.finding ?? 'unknown', now),
    ]
    return [...certain, ...checks.map(checkEvidence)]
  }
  const isHarm = certain.some(({ finding }) => finding === 'worse')
  const at = stages.indexOf(reached)
  const begun = new Map(stages.slice(0, at + 1).map((each) => [each.name, each]))
  const checks = [...begun.values()].map((group) => {
    const check = groupCheck(group, groups.get(group.name) ?? NOBODY, now)
    // An earlier group has passed. It can still stop the rollout, and never hold it up.
    return { ...check, critical: group.name === reached.name || check.finding === 'worse' }
  })
  const approval = approvalCheck(stages[at + 1], settings.approved, now)
  return [
    ...(isHarm ? certain : judged(false)),
    ...[...checks, ...(approval === undefined ? [] : [approval])].map(checkEvidence),
  ]
}

const NOBODY: Standing = {
  ...{ cohort: 0, confirmed: 0, reverted: 0, lost: 0, testing: 0 },
  ...{ due: 0, waiting: 0, silent: 0, strangers: 0, unfit: 0 },
}

const ANYONE_COUNTS =
  'There is no `roster` and no `telemetry-key`, so anyone who can write telemetry counts as a device.'
