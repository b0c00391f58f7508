import { runsCandidate } from './groups.ts'
import type { Manifest } from './manifest.ts'
import { unmetBy } from './requirements.ts'
import type { Roster } from './roster.ts'
import type { FleetView, Telemetry } from './telemetry.ts'
import { openBetween } from './window.ts'

/** How the devices of one cohort stand with the candidate; each device is in exactly one group. */
export interface Standing {
  readonly cohort: number
  /** Runs the candidate and found itself healthy. */
  readonly confirmed: number
  /** Tried it and went back by itself. */
  readonly reverted: number
  /** Began, or could have begun, and did not answer in time. Counted as a failure. */
  readonly lost: number
  /** Said that it tests the candidate, and still has time to answer. */
  readonly testing: number
  /** Has accepted the manifest and could begin at any moment: its window is open. */
  readonly due: number
  /** Has accepted the manifest and does not begin: its window is closed, or it still reports without beginning. */
  readonly waiting: number
  /** Has not been heard from since the manifest was issued. Never counted as healthy. */
  readonly silent: number
  /** Devices that report and are not on the roster. They are in no other group and decide nothing. */
  readonly strangers: number
  /** Devices that say that they do not meet what the candidate requires. They are in no other group and decide nothing. */
  readonly unfit: number
}

/** What a device last said about the candidate of a manifest. */
export type DeviceStage = 'confirmed' | 'reverted' | 'testing' | 'waiting' | 'silent'

/** The stage a device has reached with the candidate of a manifest. */
function stageOf(message: Telemetry | undefined, manifest: Manifest): DeviceStage {
  const { digest } = manifest.candidate
  if (message === undefined) return 'silent'
  if (message.refused === digest) return 'reverted'
  if (message.digest === digest) return message.state === 'testing' ? 'testing' : 'confirmed'
  return message.manifest >= manifest.sequence ? 'waiting' : 'silent'
}

/** When, by our own clock (epoch milliseconds), a device was first seen at its stage, and when it last said anything. */
interface Sighting {
  readonly stage: DeviceStage
  readonly since: number
  readonly seq: number
  readonly spoke: number
}

/** Sightings by device. A device's deadline runs from its own first sign, for its clock is not ours to trust. */
export type Sightings = ReadonlyMap<string, Sighting>

export const NOTHING_SEEN: Sightings = new Map()

/**
 * The sightings after one more look. A run that begins anew sees every device for the first time, so deadlines may only
 * become later, never earlier.
 */
export function sighted(before: Sightings, view: FleetView, manifest: Manifest, now: number): Sightings {
  const after = new Map<string, Sighting>()
  for (const [device, message] of view.devices) {
    const stage = stageOf(message, manifest)
    const known = before.get(device)
    after.set(device, {
      stage,
      seq: message.seq,
      since: known?.stage === stage ? known.since : now,
      spoke: known?.seq === message.seq ? known.spoke : now,
    })
  }
  return after
}

/** What a standing is counted by. Times in milliseconds. */
export interface StandingRules {
  readonly sightings: Sightings
  readonly now: number
  /** Time a device has to begin once its window is open, and again to answer once it tests. */
  readonly answerWithin: number
  /** The devices that exist, with their groups. Without it, every device that reports counts. */
  readonly roster: Roster | undefined
}

/** How a fleet stands with the candidate of its manifest: as a whole, and each group of it. */
export interface FleetStanding {
  readonly whole: Standing
  readonly groups: ReadonlyMap<string, Standing>
}

/** Counts the cohort. With a roster only its devices count, and those never heard from are silent. */
export function standingOf(view: FleetView, manifest: Manifest, rules: StandingRules): FleetStanding {
  const { roster } = rules
  const counts = new Map<string, Counts>()
  for (const device of (roster ?? view.devices).keys()) {
    const message = view.devices.get(device)
    const group = roster?.get(device) ?? ''
    // A device of the first version has never heard of groups.
    const isOld = message !== undefined && (message.protocol ?? 1) < 2
    if (!runsCandidate(device, group, isOld ? { ...manifest, groups: [] } : manifest)) continue
    const own = counts.get(group) ?? { ...NOBODY }
    counts.set(group, own)
    if (isUnfit(message, manifest)) {
      own.unfit++
      continue
    }
    own.cohort++
    own[stateOf(device, message, manifest, rules)]++
  }
  const strangers =
    roster === undefined ? 0 : [...view.devices.keys()].filter((device) => !roster.has(device)).length
  const whole = [...counts.values()].reduce(sumOf, { ...NOBODY })
  return {
    whole: { ...whole, strangers },
    groups: new Map([...counts].map(([name, own]) => [name, { ...own, strangers: 0 }])),
  }
}

type Counts = { -readonly [K in Exclude<keyof Standing, 'strangers'>]: number }

const NOBODY: Readonly<Counts> = {
  ...{ cohort: 0, confirmed: 0, reverted: 0, lost: 0, testing: 0 },
  ...{ due: 0, waiting: 0, silent: 0, unfit: 0 },
}

/** A device that runs the candidate anyway counts, whatever it says about itself. */
export function isUnfit(message: Telemetry | undefined, { candidate }: Manifest): boolean {
  if (message === undefined || message.digest === candidate.digest) return false
  return message.refused !== candidate.digest && unmetBy(message, candidate.requires).length > 0
}

function sumOf(a: Counts, b: Counts): Counts {
  return {
    cohort: a.cohort + b.cohort,
    confirmed: a.confirmed + b.confirmed,
    reverted: a.reverted + b.reverted,
    lost: a.lost + b.lost,
    testing: a.testing + b.testing,
    due: a.due + b.due,
    waiting: a.waiting + b.waiting,
    silent: a.silent + b.silent,
    unfit: a.unfit + b.unfit,
  }
}

function stateOf(
  device: string,
  message: Telemetry | undefined,
  manifest: Manifest,
  { sightings, now, answerWithin }: StandingRules,
): DeviceStage | 'lost' | 'due' {
  const stage = stageOf(message, manifest)
  const { since, spoke } = sightings.get(device) ?? { since: now, spoke: now }
  if (stage === 'testing') return now >= since + answerWithin ? 'lost' : 'testing'
  if (stage !== 'waiting') return stage
  const could = openBetween(manifest.window, since, now)
  if (could < answerWithin) return openBetween(manifest.window, now, now + 1) > 0 ? 'due' : 'waiting'
  // A device that reports again runs, whatever keeps it from beginning. One that fell silent may have died beginning.
  return openBetween(manifest.window, spoke, now) >= answerWithin ? 'lost' : 'waiting'
}
