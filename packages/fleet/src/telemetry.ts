import { createHmac, timingSafeEqual } from 'node:crypto'
import { isRecord } from '@sluice/action'
import { canonicalJson } from '@sluice/verdict'
import { isTraits, type DeviceTraits } from './requirements.ts'

export type DeviceState = 'running' | 'testing' | 'reverted'

/** One message of a device. It says how the device is, not what changed, so that losing one loses nothing. */
export interface Telemetry extends DeviceTraits {
  readonly device: string
  /** Number of this message, rising with each; order and duplicates are told by it, never by a clock. */
  readonly seq: number
  /** Highest manifest accepted. */
  readonly manifest: number
  readonly digest: string
  readonly state: DeviceState
  /** Digest it last reverted from, or empty. */
  readonly refused: string
  /** Epoch seconds by the device's clock: shown, never relied on. */
  readonly at: number
  /** Version of the protocol that the device speaks; 1 where it does not say. */
  readonly protocol?: number
  /** Label of the group that the device believes to be in. */
  readonly group?: string
  /** Proof that the device wrote the message, in hexadecimal; see `telemetryMac`. */
  readonly mac?: string
}

/** The key of one device: HMAC-SHA256 of `sluice-telemetry:DEVICE` under the key of the fleet. */
export function deviceKey(fleetKey: string, device: string): Buffer {
  return createHmac('sha256', fleetKey).update(`sluice-telemetry:${device}`).digest()
}

/**
 * HMAC-SHA256, in hexadecimal, under the key of the device. Version 1 covers seven fields in a fixed order, one a line; a
 * message that names its protocol is covered whole, as canonical JSON without `mac`.
 */
export function telemetryMac(message: Telemetry, key: Buffer): string {
  const { device, seq, manifest, digest, state, refused, at } = message
  const { mac: _, ...whole } = message
  const covered =
    message.protocol === undefined
      ? [device, seq, manifest, digest, state, refused, at].join('\n')
      : canonicalJson(whole)
  return createHmac('sha256', key).update(covered).digest('hex')
}

function isProven(message: Telemetry, fleetKey: string): boolean {
  const expected = Buffer.from(telemetryMac(message, deviceKey(fleetKey, message.device)))
  const given = Buffer.from(message.mac ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Messages as they were read from one place. */
export interface TelemetryBatch {
  readonly messages: readonly Telemetry[]
  /** Items that are not messages. */
  readonly bad: number
  /** Messages that do not prove which device wrote them. They are left out. */
  readonly unproven: number
}

/**
 * Reads a message, or a batch of them (a JSON list, or one a line). With `fleetKey`, only messages with a valid `mac`
 * count; with `from`, only those of this device, as where the broker grants each device a topic of its own.
 */
export function readTelemetry(
  text: string,
  { fleetKey, from }: { readonly fleetKey?: string | undefined; readonly from?: string } = {},
): TelemetryBatch {
  const items = itemsOf(text)
  const read = items.flatMap((item) => decodeTelemetry(item) ?? [])
  const messages = read.filter(
    (message) =>
      (from === undefined || message.device === from) &&
      (fleetKey === undefined || isProven(message, fleetKey)),
  )
  return { messages, bad: items.length - read.length, unproven: read.length - messages.length }
}

function itemsOf(text: string): readonly unknown[] {
  const whole = parsed(text)
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole]
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parsed)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const STATES: readonly unknown[] = ['running', 'testing', 'reverted'] satisfies readonly DeviceState[]

function decodeTelemetry(data: unknown): Telemetry | undefined {
  const good =
    isRecord(data) &&
    ['device', 'digest', 'refused'].every((name) => typeof data[name] === 'string') &&
    ['seq', 'manifest', 'at'].every((name) => Number.isFinite(data[name])) &&
    STATES.includes(data['state']) &&
    (data['protocol'] === undefined || Number.isSafeInteger(data['protocol'])) &&
    (data['group'] === undefined || typeof data['group'] === 'string') &&
    isTraits(data) &&
    (data['mac'] === undefined || typeof data['mac'] === 'string')
  return good ? (data as unknown as Telemetry) : undefined
}

/** What is known of a fleet: the newest message of each device, and what else arrived. */
export interface FleetView {
  readonly devices: ReadonlyMap<string, Telemetry>
  readonly duplicates: number
  readonly late: number
  /** Messages that no device has proven to be its own. */
  readonly unproven: number
}

export const NOTHING_HEARD: FleetView = { devices: new Map(), duplicates: 0, late: 0, unproven: 0 }

/** Adds messages in whatever order they came: the result depends on which arrived, not on when. */
export function hear(view: FleetView, messages: readonly Telemetry[], unproven = 0): FleetView {
  const devices = new Map(view.devices)
  let { duplicates, late } = view
  for (const message of messages) {
    const known = devices.get(message.device)
    if (known === undefined || message.seq > known.seq) devices.set(message.device, message)
    else if (message.seq === known.seq) duplicates++
    else late++
  }
  return { devices, duplicates, late, unproven: view.unproven + unproven }
}
