import type { MqttClient } from 'mqtt'
import { type Io, connectMqtt, type MqttSettings, unlessAborted } from '@sluice/action'
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
  /** A connection that was lost, or never came about, is opened anew. */
  const open = async (): Promise<MqttClient> => {
    const opened = (client ??= connectMqtt(settings, io.facts.workspace))
    opened.catch(() => (client = undefined))
    const known = await opened
    if (known.connected) return known
    known.end(true)
    client = connectMqtt(settings, io.facts.workspace)
    client.catch(() => (client = undefined))
    return await client
  }
  /** A broker that is frozen, or gone in the middle, answers nobody: the caller's time ends it. */
  const within = async <T>(signal: AbortSignal, work: (client: MqttClient) => Promise<T>): Promise<T> =>
    await unlessAborted(open().then(work), signal)
  const topics = fleetTopics(settings.fleet)
  const newest = async (topic: string, signal: AbortSignal) =>
    (await within(signal, async (live) => await retained(live, topic, settings.quietMs, io, signal, 1)))[0]
  const publish = async (topic: string, text: string, signal: AbortSignal): Promise<void> => {
    await within(signal, async (live) => await live.publishAsync(topic, text, { qos: 1, retain: true }))
  }
  let view = NOTHING_HEARD
  return {
    read: async (signal) => (await newest(topics.manifest, signal))?.text,
    write: async (envelope, signal) => await publish(topics.manifest, envelope, signal),
    readKeys: async (signal) => (await newest(topics.keys, signal))?.text,
    writeKeys: async (chain, signal) => await publish(topics.keys, chain, signal),
    hear: async (signal) => {
      const found = await within(
        signal,
        async (live) => await retained(live, topics.devices, settings.quietMs, io, signal),
      )
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
    close: async () => {
      const live = await client?.catch(() => undefined)
      if (live?.connected === true) await live.endAsync()
      else live?.end(true)
    },
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
