import type { MqttClient } from 'mqtt'
import { type Io, connectMqtt, type MqttSettings } from '@sluice/action'
import type { FleetStore } from './store.ts'
import { hear, NOTHING_HEARD, readTelemetry } from './telemetry.ts'

export interface MqttStoreSettings extends MqttSettings {
  readonly fleet: string
  /** How long the broker may stay silent before everything it had is taken to have arrived. */
  readonly quietMs: number
  /** Key from which the keys of the devices derive; without it a topic vouches for its device. */
  readonly fleetKey: string | undefined
}

/** Topics of a fleet. Both kinds of message are retained, so that whoever connects later finds the newest of each. */
export function fleetTopics(fleet: string) {
  return {
    manifest: `sluice/${fleet}/manifest`,
    keys: `sluice/${fleet}/keys`,
    device: (id: string) => `sluice/${fleet}/device/${id}`,
    devices: `sluice/${fleet}/device/+`,
  }
}

/** A manifest as a retained message; devices are heard through retained messages of their own. */
export function mqttStore(settings: MqttStoreSettings, io: Io): FleetStore {
  let client: Promise<MqttClient> | undefined
  const open = async (): Promise<MqttClient> => await (client ??= connectMqtt(settings, io.facts.workspace))
  const topics = fleetTopics(settings.fleet)
  let view = NOTHING_HEARD
  return {
    read: async (signal) =>
      (await retained(await open(), topics.manifest, settings.quietMs, io, signal, 1))[0]?.text,
    write: async (envelope) => {
      await (await open()).publishAsync(topics.manifest, envelope, { qos: 1, retain: true })
    },
    readKeys: async (signal) =>
      (await retained(await open(), topics.keys, settings.quietMs, io, signal, 1))[0]?.text,
    writeKeys: async (chain) => {
      await (await open()).publishAsync(topics.keys, chain, { qos: 1, retain: true })
    },
    hear: async (signal) => {
      const found = await retained(await open(), topics.devices, settings.quietMs, io, signal)
      // Brokers grant topics, so the topic says which device may have written a message.
      const batches = found.map(({ topic, text }) =>
        readTelemetry(text, { fleetKey: settings.fleetKey, from: topic.slice(topics.device('').length) }),
      )
      const unproven = batches.reduce((sum, batch) => sum + batch.unproven, 0)
      view = hear(
        view,
        batches.flatMap(({ messages }) => messages),
        unproven,
      )
      return view
    },
    close: async () => await (await client)?.endAsync(),
  }
}

/**
 * Every retained message under a filter: all that arrives until the broker has sent no retained one for a while. Devices
 * that report meanwhile are heard as well, and do not hold up the end: a large fleet is never quiet.
 */
async function retained(
  client: MqttClient,
  filter: string,
  quietMs: number,
  io: Io,
  signal: AbortSignal,
  enough = Number.POSITIVE_INFINITY,
): Promise<readonly { readonly topic: string; readonly text: string }[]> {
  const found: { readonly topic: string; readonly text: string }[] = []
  const prefix = filter.replace(/\+$/, '')
  let kept = 0
  const keep = (topic: string, payload: Buffer, { retain }: { readonly retain: boolean }): void => {
    if (!topic.startsWith(prefix)) return
    found.push({ topic, text: payload.toString('utf8') })
    // Brokers set this only on what they had kept before the subscription.
    if (retain) kept++
  }
  client.on('message', keep)
  try {
    await client.subscribeAsync(filter, { qos: 0 })
    let before = -1
    while (kept > before && found.length < enough) {
      before = kept
      await io.sleep(quietMs, signal)
    }
    return found
  } finally {
    client.off('message', keep)
    if (client.connected) await client.unsubscribeAsync(filter)
  }
}
