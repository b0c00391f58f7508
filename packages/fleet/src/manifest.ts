import { Unacceptable, isRecord } from '@sluice/action'
import { isRequirements, type Requirements } from './requirements.ts'

/** Something a device can run, pinned by its digest. */
export interface FleetArtifact {
  readonly version: string
  /** `sha256:` and 64 hexadecimal digits of the bytes at `url`. */
  readonly digest: string
  readonly bytes: number
  readonly url: string
  /** What a device must be to run it. Devices of the first version do not check this. */
  readonly requires?: Requirements
}

/** Minutes of the day, UTC, in which devices may change what they run; `from` may lie after `to`, across midnight. */
export interface UpdateWindow {
  readonly from: number
  readonly to: number
}

/** A group of devices by its label, or by their ids. */
export interface ManifestGroup {
  readonly name: string
  /** Devices of the group per million that run the candidate. */
  readonly share: number
  readonly devices?: readonly string[]
}

/** What devices read to learn which version to run. */
export interface Manifest {
  readonly schema: 1
  readonly fleet: string
  /** Rises with every manifest; a device refuses any that is lower than the highest it has accepted. */
  readonly sequence: number
  /** Epoch seconds. */
  readonly issued: number
  readonly salt: string
  readonly stable: FleetArtifact
  readonly candidate: FleetArtifact
  /** Devices per million that run the candidate. */
  readonly share: number
  /** Seconds a device has, from its test boot, to find itself healthy. */
  readonly confirm: number
  readonly window: UpdateWindow | null
  /** Of protocol version 2: older devices do not read the fields below, and follow `share`. */
  readonly groups?: readonly ManifestGroup[]
  /** Devices of the roster per million that are told to run the candidate, where there are groups. */
  readonly reached?: number
  /** Whether devices that refused the candidate before try it once more. */
  readonly retry?: boolean
}

export const FULL_SHARE = 1_000_000

/** Unknown data as a manifest. Throws `Unacceptable` naming everything that does not fit. */
export function decodeManifest(data: unknown): Manifest {
  const problems: string[] = []
  if (!isRecord(data)) throw new Unacceptable('is not a manifest')
  const need = (name: string, good: boolean, shape: string): void => {
    if (!good) problems.push(`${name} must be ${shape}`)
  }
  need('schema', data['schema'] === 1, '1')
  for (const name of ['fleet', 'salt'])
    need(name, typeof data[name] === 'string' && data[name] !== '', 'text')
  for (const name of ['sequence', 'issued', 'confirm']) need(name, isCount(data[name]), 'a whole number')
  need('share', isShare(data['share']), `a whole number of at most ${FULL_SHARE}`)
  for (const name of ['stable', 'candidate']) need(name, isArtifact(data[name]), 'an artifact')
  const window = data['window']
  need('window', window === null || isWindow(window), 'null or minutes of the day')
  const { groups, reached, retry } = data
  need('groups', groups === undefined || (Array.isArray(groups) && groups.every(isGroup)), 'a list of groups')
  need('reached', reached === undefined || isShare(reached), `at most ${FULL_SHARE}`)
  need('retry', retry === undefined || typeof retry === 'boolean', 'true or false')
  if (problems.length > 0) throw new Unacceptable(problems.join('; '))
  return data as unknown as Manifest
}

export function isArtifact(data: unknown): data is FleetArtifact {
  return (
    isRecord(data) &&
    typeof data['version'] === 'string' &&
    typeof data['digest'] === 'string' &&
    /^sha256:[0-9a-f]{64}$/.test(data['digest']) &&
    isCount(data['bytes']) &&
    typeof data['url'] === 'string' &&
    (data['requires'] === undefined || isRequirements(data['requires']))
  )
}

function isGroup(data: unknown): boolean {
  if (!isRecord(data) || typeof data['name'] !== 'string' || !isShare(data['share'])) return false
  const { devices } = data
  return devices === undefined || (Array.isArray(devices) && devices.every((id) => typeof id === 'string'))
}

function isShare(value: unknown): boolean {
  return isCount(value) && Number(value) <= FULL_SHARE
}

function isWindow(data: unknown): boolean {
  return isRecord(data) && [data['from'], data['to']].every((at) => isCount(at) && Number(at) < 24 * 60)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
