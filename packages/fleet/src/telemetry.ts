import { isRecord } from '@sluice/action'
import type { Device, DeviceState } from './device.ts'

/** One message of a device. It says how the device is, not what changed, so that losing one loses nothing. */
export interface Telemetry {
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
}

/** The next message of a device, and the device that has sent it. */
export function reportOf(
  device: Device,
  nowSeconds: number,
): { readonly device: Device; readonly message: Telemetry } {
  const seq = device.sent + 1
  const { id, sequence, running, state, refused } = device
  const last = refused.at(-1) ?? ''
  const message = {
    device: id,
    seq,
    manifest: sequence,
    digest: running.digest,
    state,
    refused: last,
    at: nowSeconds,
  }
  return { device: { ...device, sent: seq }, message }
}

/** Reads a message, or a batch of them (a JSON list, or one a line); what is no message is left out and counted. */
export function readTelemetry(text: string): {
  readonly messages: readonly Telemetry[]
  readonly bad: number
} {
  const items = itemsOf(text)
  const messages = items.flatMap((item) => decodeTelemetry(item) ?? [])
  return { messages, bad: items.length - messages.length }
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
    STATES.includes(data['state'])
  return good ? (data as unknown as Telemetry) : undefined
}

/** What is known of a fleet: the newest message of each device, and how much of what arrived was old news. */
export interface FleetView {
  readonly devices: ReadonlyMap<string, Telemetry>
  readonly duplicates: number
  readonly late: number
}

export const NOTHING_HEARD: FleetView = { devices: new Map(), duplicates: 0, late: 0 }

/** Adds messages in whatever order they came: the result depends on which arrived, not on when. */
export function hear(view: FleetView, messages: readonly Telemetry[]): FleetView {
  const devices = new Map(view.devices)
  let { duplicates, late } = view
  for (const message of messages) {
    const known = devices.get(message.device)
    if (known === undefined || message.seq > known.seq) devices.set(message.device, message)
    else if (message.seq === known.seq) duplicates++
    else late++
  }
  return { devices, duplicates, late }
}
