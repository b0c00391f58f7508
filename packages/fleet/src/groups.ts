import { createHash } from 'node:crypto'
import { UserError } from '@sluice/action'
import { FULL_SHARE, type ManifestGroup } from './manifest.ts'
import type { Roster } from './roster.ts'

/** One step of a rollout over groups: who begins, and what must hold before the next one. Shares from 0 to 1. */
export interface FleetGroup {
  readonly name: string
  /** Devices of the group, in percent. */
  readonly share: number
  /** Failure condition: the largest share of these devices that may fail. */
  readonly limit: number
  /** Success condition: the smallest share of these devices that must have answered. */
  readonly coverage: number
  /** Nothing is decided before so many devices have answered, or all of them where there are fewer. */
  readonly minReports: number
  /** Whether a person must approve before the group begins. */
  readonly approval: boolean
  /** Ids of its devices, where the roster has no label for them. */
  readonly devices: readonly string[]
}

/** A group as a rung of the ladder. */
export interface GroupStage extends FleetGroup {
  /** Percent of the roster that runs the candidate once the group has begun. */
  readonly reached: number
  /** What the manifest says from then on. */
  readonly groups: readonly ManifestGroup[]
  /** Per million, for every device that is in no other group. */
  readonly rest: number
}

/** The group of every device that no other group has. */
export const REST = 'rest'
/** Two rungs of a rollout must differ by more than a router may round. */
const LEAST_STEP = 0.01
/** Ids travel in the manifest, which small devices must hold in memory. */
const MOST_LISTED = 100

/** Each device of the roster with the group that it belongs to. Devices with another label, or none, are in `rest`. */
export function groupMembers(groups: readonly FleetGroup[], roster: Roster): Roster {
  if (groups.length === 0) return roster
  const listed = new Map(groups.flatMap(({ name, devices }) => devices.map((id) => [id, name] as const)))
  const names = new Set(groups.map(({ name }) => name))
  return new Map(
    [...roster].map(([id, label]) => [id, listed.get(id) ?? (names.has(label) ? label : REST)] as const),
  )
}

/**
 * The rungs of a rollout over groups, in their order. Devices in no group follow last, by `others`. Throws a `UserError`
 * that names every problem.
 */
export function stagesOf(
  groups: readonly FleetGroup[],
  roster: Roster | undefined,
  others: FleetGroup,
): readonly GroupStage[] {
  if (groups.length === 0) return []
  if (roster === undefined)
    throw new UserError(
      'NO_ROSTER',
      'groups: need a `roster`, because nobody else knows how large they are',
      'Give `roster` in `router-settings`: a file with one device id a line, and the label of its group after it.',
    )
  const members = [...groupMembers(groups, roster).values()]
  const sizes = new Map<string, number>()
  for (const name of members) sizes.set(name, (sizes.get(name) ?? 0) + 1)
  const all = completed(groups, sizes, others)
  refuseProblems(all, roster, sizes)
  const shares = new Map<string, number>()
  let reached = 0
  return all.map((group, i) => {
    shares.set(group.name, group.share)
    const devices = [...shares].reduce(
      (sum, [name, share]) => sum + ((sizes.get(name) ?? 0) * share) / 100,
      0,
    )
    const percent = (devices / members.length) * 100
    // Rungs must differ, the last one too, however small a group is.
    const most = rounded(100 - LEAST_STEP * (all.length - 1 - i))
    reached = Math.min(most, Math.max(rounded(percent), rounded(reached + LEAST_STEP)))
    if (i === all.length - 1) reached = 100
    return {
      ...group,
      reached,
      groups: manifestGroups(all, shares), // Whoever is in no group that the manifest names follows with the last one.
      rest: i === all.length - 1 ? FULL_SHARE : perMillion(shares.get(REST) ?? 0),
    }
  })
}

/** Groups that were not named follow last and whole. */
function completed(
  groups: readonly FleetGroup[],
  sizes: ReadonlyMap<string, number>,
  others: FleetGroup,
): readonly FleetGroup[] {
  const isWhole = groups.some(({ name, share }) => name === REST && share === 100)
  return isWhole || (sizes.get(REST) ?? 0) === 0 ? groups : [...groups, { ...others, name: REST, share: 100 }]
}

function refuseProblems(
  groups: readonly FleetGroup[],
  roster: Roster,
  sizes: ReadonlyMap<string, number>,
): void {
  const problems: string[] = []
  const names = [...new Set(groups.map(({ name }) => name))]
  for (const name of names) {
    const own = groups.filter((group) => group.name === name)
    const shares = own.map(({ share }) => share)
    if ((sizes.get(name) ?? 0) === 0) problems.push(`group ${name} has no device on the roster`)
    if (shares.some((share, i) => share <= (shares[i - 1] ?? 0)))
      problems.push(`the shares of group ${name} must rise, got ${shares.join(', ')}`)
    const isLabel = [...roster.values()].includes(name)
    if (isLabel && own.some(({ devices }) => devices.length > 0))
      problems.push(`group ${name} names devices, and is a label on the roster too: use one of them`)
    if (shares.at(-1) !== 100) problems.push(`the last entry of group ${name} must have the share 100%`)
  }
  const listed = groups.flatMap(({ devices }) => devices)
  if (listed.length > MOST_LISTED)
    problems.push(`groups name ${listed.length} devices, and ${MOST_LISTED} are the most: give them a label`)
  if (new Set(listed).size < listed.length) problems.push('a device is named in two groups')
  const unknown = listed.filter((id) => !roster.has(id))
  if (unknown.length > 0)
    problems.push(`devices that are not on the roster: ${unknown.slice(0, 5).join(', ')}`)
  if (groups[0]?.approval === true)
    problems.push('the first group takes no `approval`: protect the job with an environment instead')
  if (problems.length > 0)
    throw new UserError(
      'BAD_GROUPS',
      problems.join('\n'),
      'Fix `groups` in `router-settings`, or the roster.',
    )
}

function manifestGroups(
  all: readonly FleetGroup[],
  shares: ReadonlyMap<string, number>,
): readonly ManifestGroup[] {
  const names = [...new Set(all.map(({ name }) => name))].filter((name) => name !== REST)
  return names.map((name) => {
    const devices = all.flatMap((group) => (group.name === name ? group.devices : []))
    const share = perMillion(shares.get(name) ?? 0)
    return devices.length === 0 ? { name, share } : { name, share, devices }
  })
}

function perMillion(percent: number): number {
  return Math.round((percent / 100) * FULL_SHARE)
}

function rounded(percent: number): number {
  return Math.round(percent * 1000) / 1000
}

/** Percent by which a share may differ from a rung because of rounding. */
const ROUNDING = 0.0006

/**
 * The rung that a share of the fleet stands for. `ladder` are the shares with which the rollout began: a roster that grows
 * changes the size of the steps, not their order. Throws `GROUPS_CHANGED` where there are more or fewer steps now, for a
 * condition or an approval might be left out. Nobody is at no rung.
 */
export function stageAt(
  stages: readonly GroupStage[],
  share: number,
  ladder: readonly number[] = stages.map(({ reached }) => reached),
): GroupStage | undefined {
  if (stages.length === 0 || share === 0) return undefined
  const rung = ladder.findIndex((each) => Math.abs(each - share) < ROUNDING)
  const found = ladder.length === stages.length ? stages[rung] : undefined
  if (found !== undefined) return found
  const shares = stages.map(({ name, reached }) => `${name} ${reached}%`).join(', ')
  throw new UserError(
    'GROUPS_CHANGED',
    `the rollout is at ${share}% of the fleet, one of the steps ${ladder.join('%, ')}%, and the groups are others now: ${shares}`,
    'Use the groups and the roster with which the rollout began until it has ended, or end it with `abort` and begin again.',
  )
}

/** What decides which share of a manifest a device follows. */
interface Shares {
  readonly salt: string
  readonly share: number
  readonly groups?: readonly ManifestGroup[]
}

/** Where a device stands on the line from 0 to 2^32: the first four bytes, big-endian, of SHA-256 of `salt:device`. */
export function placeOf(device: string, salt: string): number {
  return createHash('sha256').update(`${salt}:${device}`).digest().readUInt32BE(0)
}

/** Whether a device of a group runs the candidate. A device that knows no groups follows the share of all others. */
export function runsCandidate(device: string, group: string, { salt, share, groups = [] }: Shares): boolean {
  const own =
    groups.find(({ devices }) => devices?.includes(device) === true) ??
    groups.find(({ name, devices }) => name === group && devices === undefined)
  return placeOf(device, salt) * FULL_SHARE < (own?.share ?? share) * 2 ** 32
}
