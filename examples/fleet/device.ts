import { execFile } from 'node:child_process'
import { mkdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { MqttClient } from 'mqtt'
import { connectMqtt } from '@sluice/action'
import {
  fleetTopics,
  isArtifact,
  readChain,
  type DeviceTraits,
  type FleetArtifact,
  type KeySet,
} from '@sluice/fleet'
import { readPublicKeys } from '@sluice/verdict'
import { Agent, type Hardware } from './agent.ts'
import { onBoot, type Device } from './decisions.ts'

/**
 * A device whose slots are files and whose program is a command: node device.ts CONFIG, where CONFIG is JSON with
 * `id`, `fleet`, `group` (a label, or blank), `broker`, `publicKey`, `folder`, `first` (the artifact it was made with),
 * `traits` (what it is made of), `keys` (the path of a chain of key sets; without it `publicKey` counts) and
 * `healthy` (a command that ends with 0 when the running version is well, 75 while it can't tell yet).
 */
interface Config {
  readonly id: string
  readonly fleet: string
  readonly group: string
  readonly broker: string
  readonly publicKey: string
  readonly keys?: string
  readonly traits?: DeviceTraits
  readonly folder: string
  readonly first: FleetArtifact
  readonly healthy: readonly string[]
}

const CHECK_MS = 5_000
const RECONNECT_MS = 5_000
const DOWNLOAD_MS = 300_000
const NOT_YET = 75

const config = decodeConfig(JSON.parse(await readFile(process.argv[2] ?? 'device.json', 'utf8')))
const topics = fleetTopics(config.fleet)
const memory = join(config.folder, 'memory.json')
await mkdir(config.folder, { recursive: true })
const link: { client?: MqttClient } = {}

const hardware: Hardware = {
  clock: () => Math.floor(Date.now() / 1000),
  store: async (device) => {
    // Written beside and renamed: a power cut leaves the old memory or the new one, never half of it.
    await writeFile(`${memory}.new`, JSON.stringify(device))
    await rename(`${memory}.new`, memory)
  },
  download: async ({ url }) =>
    new Uint8Array(await (await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS) })).arrayBuffer()),
  write: async ({ digest }, bytes) => {
    const slot = join(config.folder, digest.slice(7))
    await writeFile(`${slot}.new`, bytes)
    await rename(`${slot}.new`, slot)
  },
  boot: async ({ digest }) => {
    await rm(join(config.folder, 'running.new'), { force: true })
    await symlink(join(config.folder, digest.slice(7)), join(config.folder, 'running.new'))
    await rename(join(config.folder, 'running.new'), join(config.folder, 'running'))
  },
  // Before the first update nothing was booted from a slot.
  running: async () =>
    await readlink(join(config.folder, 'running')).then(
      (slot) => `sha256:${basename(slot)}`,
      () => config.first.digest,
    ),
  healthy: async () => {
    const [program = 'true', ...args] = config.healthy
    const code = await new Promise<number>((resolve) => {
      execFile(program, args, { timeout: CHECK_MS }, (error) =>
        resolve(error === null ? 0 : Number(error.code ?? 1)),
      )
    })
    return code === NOT_YET ? undefined : code === 0
  },
  publish: async (topic, message) => {
    if (link.client?.connected !== true) throw new Error('the broker cannot be reached')
    await link.client.publishAsync(topic, message, { qos: 1, retain: true })
  },
}

const device = onBoot(await remembered(), false)
await hardware.store(device)
const agent = new Agent(device, config.fleet, readPublicKeys(config.publicKey), hardware)
// Before the network: a sick version must go back where there is none.
setInterval(() => void agent.check().catch(console.error), CHECK_MS)
const client = await connected()
link.client = client
client.on('connect', meet)
client.on('message', (topic, payload) => {
  const text = payload.toString()
  const done = topic === topics.keys ? agent.receiveKeys(text) : agent.receive(text)
  done.catch(console.error)
})
meet()

/** Reports at every connection: what could not be published before is told now. */
function meet(): void {
  void link.client?.subscribeAsync([topics.keys, topics.manifest], { qos: 1 }).catch(console.error)
  void agent.report().catch(console.error)
}

async function connected(): Promise<MqttClient> {
  const broker = { url: config.broker, username: undefined, password: undefined }
  for (;;) {
    try {
      return await connectMqtt(broker, '.', { reconnectPeriod: RECONNECT_MS })
    } catch (error) {
      console.error(error)
      await delay(RECONNECT_MS)
    }
  }
}

async function remembered(): Promise<Device> {
  const text = await readFile(memory, 'utf8').catch(() => undefined)
  if (text !== undefined) return JSON.parse(text) as Device
  return {
    ...{ id: config.id, slots: 2, running: config.first, previous: null, state: 'running', sequence: 0 },
    ...{ refused: [], testing: 0, confirm: 600, boots: 0, sent: 0 },
    ...{ protocol: 2, group: config.group, keys: await firstKeys(), issued: 0, traits: config.traits ?? {} },
  }
}

/** The key set that the device was made with, if it was made with one. */
async function firstKeys(): Promise<KeySet | null> {
  if (config.keys === undefined) return null
  return readChain(await readFile(config.keys, 'utf8')).at(-1) ?? null
}

function decodeConfig(data: Config): Config {
  if (
    !isArtifact(data.first) ||
    [data.id, data.fleet, data.group, data.broker, data.folder].some((each) => typeof each !== 'string')
  ) {
    throw new Error('the configuration lacks id, fleet, group, broker, folder or first')
  }
  return data
}
