import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { MqttClient } from 'mqtt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectMqtt, type Io } from '@sluice/action'
import {
  fleetTopics,
  hear,
  NOTHING_HEARD,
  readTelemetry,
  sealManifest,
  type FleetArtifact,
} from '@sluice/fleet'
import { generateKeys, readPublicKeys, readSigningKey } from '@sluice/verdict'
import { simulateFleet, type SimulatedDevice, type SimulatedFleet } from '../../../examples/fleet/simulate.ts'
import { programOf, startMosquitto, type Running } from '../../packages/swap/servers.ts'
import { quietIo, serve } from '../../packages/swap/world.ts'
import { runSwap } from './take-over.ts'

const COUNT = 2000
/** The whole world runs this much faster than ours. */
const FASTER = 60
const GATEWAYS = 20

function artifactOf(version: string, url: string): FleetArtifact {
  const bytes = Buffer.from(`model ${version}`)
  return {
    version,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    bytes: bytes.length,
    url: `${url}/${version}`,
  }
}

function fastIo(): Io {
  const began = Date.now()
  const io = quietIo()
  return {
    ...io,
    now: () => began + (Date.now() - began) * FASTER,
    sleep: async (ms, signal) => void (await delay(ms / FASTER, undefined, { signal })),
  }
}

/** A generator of known seed, so that a failure can be seen again (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

describe.skipIf(programOf('mosquitto') === undefined)(
  'two thousand devices behind a real Mosquitto, whose power fails in a tenth of all writes',
  () => {
    const keys = generateKeys()
    const io = fastIo()
    const random = seeded(1)
    let broker: Running
    let files: Awaited<ReturnType<typeof serve>>
    let fleet: SimulatedFleet
    let clients: readonly MqttClient[] = []
    let ticking: NodeJS.Timeout
    let versions: readonly FleetArtifact[] = []
    const heard: string[] = []

    const version = (n: number): FleetArtifact => {
      const found = versions[n - 1]
      if (found === undefined) throw new Error(`no version ${n}`)
      return found
    }

    beforeAll(async () => {
      broker = await startMosquitto()
      files = await serve((request, response) => void response.end(`model ${(request.url ?? '').slice(1)}`))
      versions = ['1', '2', '3'].map((name) => artifactOf(name, files.url))
      const url = `mqtt://127.0.0.1:${broker.port}`
      const settings = { url, username: undefined, password: undefined }
      clients = await Promise.all(
        Array.from({ length: GATEWAYS }, async () => await connectMqtt(settings, '.')),
      )
      fleet = simulateFleet({
        count: COUNT,
        fleet: 'lamps',
        stable: version(1),
        keys: readPublicKeys(keys.publicKey),
        trouble: { offline: 0.1, rebooting: 0.05, skewed: 0.03, duplicated: 0.05, cut: 0.1 },
        bytesOf: (artifact) => Buffer.from(`model ${artifact.version}`),
        // Of three devices with the bad model two notice, and one hangs until its time is up.
        healthy: (digest, id) =>
          digest === version(2).digest ? (id.endsWith('3') ? undefined : false) : true,
        publish: async (topic, message) => {
          heard.push(message)
          await clients[Number(/\d+$/.exec(topic)?.[0]) % GATEWAYS]?.publishAsync(topic, message, {
            retain: true,
          })
        },
        seconds: () => Math.floor(io.now() / 1000),
        random,
      })
      const [first] = clients
      first?.on('message', (_topic, payload) => void fleet.receive(payload.toString()))
      await first?.subscribeAsync(fleetTopics('lamps').manifest, { qos: 1 })
      let busy = false
      ticking = setInterval(() => {
        if (busy) return
        busy = true
        void fleet.tick().finally(() => (busy = false))
      }, 100)
    })
    afterAll(async () => {
      clearInterval(ticking)
      await Promise.all(clients.map(async (client) => await client.endAsync(true)))
      await files[Symbol.asyncDispose]()
      await broker[Symbol.asyncDispose]()
    })

    async function rollOut(candidate: FleetArtifact) {
      const settings = {
        ...{
          url: `mqtt://127.0.0.1:${broker.port}`,
          fleet: 'lamps',
          confirm: '60s',
          limit: '10%',
          quiet: '20s',
        },
        stable: JSON.stringify(version(1)),
        candidate: JSON.stringify(candidate),
      }
      const given = {
        ...{ service: 'lamps', mode: 'fleet', router: 'mqtt', 'signing-key': keys.privateKey },
        'router-settings': JSON.stringify(settings),
        watch: '{ for: 30s, at-most: 30m, every: 30s, ladder: [5, 25, 100] }',
      }
      return await runSwap(given, io)
    }

    const running = (artifact: FleetArtifact): number =>
      fleet.agents.filter((d) => d.running() === artifact.digest).length
    const refused = (device: SimulatedDevice): readonly string[] => device.agent().device.refused
    const triedBad = (): Set<string> => {
      const { messages } = readTelemetry(heard.join('\n'))
      return new Set(messages.filter((m) => m.digest === version(2).digest).map((m) => m.device))
    }

    test('a bad model reaches at most the first cohort, which goes back by itself', async () => {
      expect(await rollOut(version(2))).toMatchObject({
        decision: 'swapped-back',
        reason: 'regression_found',
      })
      expect(triedBad().size).toBeGreaterThan(10)
      expect(triedBad().size).toBeLessThan(COUNT * 0.07)
      await expect.poll(() => running(version(1)), { timeout: 30_000 }).toBe(COUNT)
    })

    test('a forged manifest and an older one move no device', async () => {
      const forger = readSigningKey(generateKeys().privateKey)
      const ours = readSigningKey(keys.privateKey)
      const base = {
        schema: 1,
        fleet: 'lamps',
        issued: 1,
        salt: 's',
        stable: version(1),
        candidate: version(3),
        confirm: 60,
        window: null,
      } as const
      const forged = sealManifest({ ...base, share: 1_000_000, sequence: 2 ** 40 }, forger)
      await fleet.receive(forged)
      await fleet.receive(sealManifest({ ...base, share: 1_000_000, sequence: 1 }, ours))
      expect(running(version(3))).toBe(0)
    })

    test('a good model reaches all who are there, and the others when they come back', async () => {
      const { decision, found } = await rollOut(version(3))
      expect(decision).toBe('swapped')
      const silent = fleet.agents.filter((device) => !device.online()).length
      expect(silent).toBeGreaterThan(COUNT * 0.07)
      // A device whose power fails three times in one test goes back, as from a version that never says how it is.
      const unlucky = fleet.agents.filter((device) => refused(device).includes(version(3).digest)).length
      expect(unlucky).toBeLessThan(COUNT * 0.02)
      await expect.poll(() => running(version(3)), { timeout: 30_000 }).toBe(COUNT - silent - unlucky)
      expect(running(version(1))).toBe(silent + unlucky)
      expect(found.looked.flatMap((e) => e.notes ?? []).join(' ')).toContain('not heard from')
      fleet.wake()
      const late = await connectMqtt(
        { url: `mqtt://127.0.0.1:${broker.port}`, username: undefined, password: undefined },
        '.',
      )
      late.on('message', (_topic, payload) => void fleet.receive(payload.toString()))
      await late.subscribeAsync(fleetTopics('lamps').manifest, { qos: 1 })
      const settled = (): number =>
        fleet.agents.filter(
          (device) => device.running() === version(3).digest || refused(device).includes(version(3).digest),
        ).length
      await expect.poll(settled, { timeout: 30_000 }).toBe(COUNT)
      expect(running(version(3))).toBeGreaterThan(COUNT * 0.98)
      await late.endAsync(true)
    })

    test('the messages, duplicates among them, come to one opinion per device', () => {
      const view = hear(NOTHING_HEARD, readTelemetry(heard.join('\n')).messages)
      expect(view.devices.size).toBe(COUNT)
      expect(view.duplicates).toBeGreaterThan(0)
      expect(view.duplicates).toBe(heard.length - new Set(heard).size)
    })
  },
)
