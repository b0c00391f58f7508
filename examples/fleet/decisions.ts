import {
  readChain,
  runsCandidate,
  unmetBy,
  type DeviceState,
  type DeviceTraits,
  type FleetArtifact,
  type KeySet,
  type Manifest,
  type Telemetry,
  type UpdateWindow,
} from '@sluice/fleet'

/** What a device keeps in storage that survives a reboot. */
export interface Device {
  readonly id: string
  /** Two: a new version goes next to the old one. One: it replaces it, and the old one can be fetched again. */
  readonly slots: 1 | 2
  readonly running: FleetArtifact
  /** What it goes back to; null when the running version has been confirmed and nothing older is kept. */
  readonly previous: FleetArtifact | null
  readonly state: DeviceState
  /** Highest manifest accepted. */
  readonly sequence: number
  /** Digests it has reverted from: never tried again by itself. */
  readonly refused: readonly string[]
  /** Epoch seconds, by the device's own clock, of the test boot under way. */
  readonly testing: number
  /** Seconds within which a test must find the device healthy, from the newest manifest. */
  readonly confirm: number
  /** Boots since the test began, the first one included. */
  readonly boots: number
  /** Number of the last telemetry message sent. */
  readonly sent: number
  /** Version of the protocol; a device of the first version reads no groups and sends none of their fields. */
  readonly protocol: 1 | 2
  /** Label of its group; blank where it was given none. */
  readonly group: string
  /** The newest set of keys; null where the device has fixed keys. It only ever moves forward along a signed chain. */
  readonly keys: KeySet | null
  /** Highest `issued` of a manifest accepted: with stolen keys that have expired, nobody can date a manifest back. */
  readonly issued: number
  /** What it is made of; a version that requires something else is not installed. */
  readonly traits: DeviceTraits
}

/** Boots that one test may take. */
const MOST_BOOTS = 3

/** What a device must do next. Installing ends in a reboot into the new version. */
export type DeviceAction =
  | { readonly do: 'install'; readonly artifact: FleetArtifact; readonly inPlace: boolean }
  /** `failed`: the running version is to be refused from now on; else it is no longer wanted. */
  | {
      readonly do: 'revert'
      readonly artifact: FleetArtifact
      readonly download: boolean
      readonly failed: boolean
    }
  | { readonly do: 'report' }
  | { readonly do: 'nothing' }

/**
 * A verified manifest has arrived, or is considered again: its window may have opened, a download may work now. Returns
 * what to keep and what to do. An older manifest, one for another fleet, a version refused before, and a time outside the
 * window change nothing. A device under test installs nothing, since the other slot holds its way back.
 */
export function onManifest(
  device: Device,
  manifest: Manifest,
  fleet: string,
  nowSeconds: number,
): { readonly device: Device; readonly action: DeviceAction } {
  if (manifest.fleet !== fleet || manifest.sequence < device.sequence)
    return { device, action: { do: 'nothing' } }
  const first = manifest.sequence > device.sequence
  const isNew = device.protocol === 2
  if (isNew && manifest.issued < device.issued) return { device, action: { do: 'nothing' } }
  const known = {
    ...device,
    sequence: manifest.sequence,
    confirm: manifest.confirm,
    issued: manifest.issued,
    // Once for each manifest that asks for it, or a version that fails would be tried for ever.
    refused:
      isNew && first && manifest.retry === true
        ? device.refused.filter((digest) => digest !== manifest.candidate.digest)
        : device.refused,
  }
  const about = isNew ? manifest : { ...manifest, groups: [] }
  const wanted = runsCandidate(device.id, device.group, about) ? manifest.candidate : manifest.stable
  const idle = { device: known, action: { do: first ? 'report' : 'nothing' } as const }
  if (wanted.digest === device.running.digest || known.refused.includes(wanted.digest)) return idle
  if (device.state === 'testing')
    return wanted.digest === device.previous?.digest
      ? { device: known, action: back(known, wanted, false) }
      : idle
  // The version before is exempt: the device has run it.
  const isKnown = wanted.digest === device.previous?.digest
  if (isNew && !isKnown && unmetBy(device.traits, wanted.requires).length > 0) return idle
  if (!isOpen(manifest.window, Math.floor(nowSeconds / 60) % (24 * 60))) return idle
  return { device: known, action: { do: 'install', artifact: wanted, inPlace: device.slots === 1 } }
}

/** A chain of key sets has arrived. One that is older, another one, or no chain at all changes nothing. */
export function onKeys(device: Device, chain: string): Device {
  if (device.keys === null) return device
  try {
    return { ...device, keys: readChain(chain, device.keys).at(-1) ?? device.keys }
  } catch {
    return device
  }
}

/** The new version is in place and its digest was checked: the next boot is a test. */
export function onInstalled(device: Device, artifact: FleetArtifact, nowSeconds: number): Device {
  return {
    ...device,
    running: artifact,
    previous: device.running,
    state: 'testing',
    testing: nowSeconds,
    boots: 1,
  }
}

/** The device found itself healthy, or not, or was rebooted by its watchdog, or has run out of time. */
export function onHealth(
  device: Device,
  healthy: boolean | undefined,
  nowSeconds: number,
): { readonly device: Device; readonly action: DeviceAction } {
  if (device.state !== 'testing' || device.previous === null) return { device, action: { do: 'nothing' } }
  if (healthy === true) return { device: { ...device, state: 'running' }, action: { do: 'report' } }
  // A clock that was set back must not keep a test open for ever.
  const late = nowSeconds >= device.testing + device.confirm || nowSeconds < device.testing
  if (healthy === undefined && !late) return { device, action: { do: 'nothing' } }
  return { device, action: back(device, device.previous, true) }
}

function back({ slots }: Device, artifact: FleetArtifact, failed: boolean): DeviceAction {
  return { do: 'revert', artifact, download: slots === 1, failed }
}

/**
 * For the boot loader, at every boot: the device to start with. A version under test that the watchdog has stopped, or that
 * was booted three times without an end of its test, may be too broken to go back by itself.
 */
export function onBoot(device: Device, watchdog: boolean): Device {
  if (device.state !== 'testing') return device
  return watchdog || device.boots >= MOST_BOOTS
    ? onReverted(device, true)
    : { ...device, boots: device.boots + 1 }
}

/** The previous version runs again: the other one has failed, or is no longer wanted. */
export function onReverted(device: Device, failed: boolean): Device {
  if (device.previous === null) return device
  const { previous: running, refused } = device
  const home = { ...device, running, previous: null, testing: 0, boots: 0 }
  return failed
    ? { ...home, state: 'reverted', refused: [...refused, device.running.digest] }
    : { ...home, state: 'running' }
}

/** The next message of a device, and the device that has sent it. */
export function reportOf(
  device: Device,
  nowSeconds: number,
): { readonly device: Device; readonly message: Telemetry } {
  const seq = device.sent + 1
  const { id, sequence, running, state, refused, protocol, group, traits } = device
  const last = refused.at(-1) ?? ''
  const message = {
    device: id,
    seq,
    manifest: sequence,
    digest: running.digest,
    state,
    refused: last,
    at: nowSeconds,
    ...(protocol === 2 ? { protocol, group, ...traits } : {}),
  }
  return { device: { ...device, sent: seq }, message }
}

/** Whether a window is open at a minute of the day (UTC, 0 to 1439); no window is always open. */
function isOpen(window: UpdateWindow | null, minute: number): boolean {
  if (window === null) return true
  const { from, to } = window
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}
