import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { fleetTopics, openManifest, type FleetArtifact, type Manifest } from '@sluice/fleet'
import type { VerifyingKey } from '@sluice/verdict'
import {
  onHealth,
  onInstalled,
  onKeys,
  onManifest,
  onReverted,
  reportOf,
  type Device,
  type DeviceAction,
} from './decisions.ts'

/** The hardware under an agent: storage, network and the program that it looks after. */
export interface Hardware {
  /** Epoch seconds by the device's own clock, which may be wrong. */
  readonly clock: () => number
  /** Keeps the device's memory where a reboot can't lose it. */
  readonly store: (device: Device) => Promise<void>
  /** Must end: a download without a limit would hold everything that comes after it. */
  readonly download: (artifact: FleetArtifact) => Promise<Uint8Array>
  /** Writes bytes to the slot that does not run, or over the one that does. */
  readonly write: (artifact: FleetArtifact, bytes: Uint8Array) => Promise<void>
  /** Boots what was written before. */
  readonly boot: (artifact: FleetArtifact) => Promise<void>
  /** Digest of the program that really runs. */
  readonly running: () => Promise<string>
  /** The new version's own opinion of itself; undefined while it is still warming up. */
  readonly healthy: () => Promise<boolean | undefined>
  /** May take for ever, as where the broker cannot be reached: no step of the agent waits for it. */
  readonly publish: (topic: string, message: string) => Promise<void>
}

/** A reference device: reads manifests, tries what they say, and goes back by itself when that is not healthy. */
export class Agent {
  #device: Device
  /** The newest manifest since the last boot. */
  #manifest: Manifest | undefined
  readonly #fleet: string
  readonly #keys: readonly VerifyingKey[]
  readonly #hardware: Hardware
  /** An envelope that no known key has signed: it may be the first of keys that are still on their way. */
  #unknown: string | undefined
  /** One step after the other: two installs side by side would lose the way back. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(device: Device, fleet: string, keys: readonly VerifyingKey[], hardware: Hardware) {
    this.#device = device
    this.#fleet = fleet
    this.#keys = keys
    this.#hardware = hardware
  }

  get device(): Device {
    return this.#device
  }

  /** A retained message has arrived on the manifest's topic. Forged, older and foreign ones change nothing. */
  async receive(envelope: string): Promise<void> {
    await this.#inTurn(async () => await this.#accept(envelope))
  }

  /** A chain of key sets has arrived. What does not follow from the set that is stored changes nothing. */
  async receiveKeys(chain: string): Promise<void> {
    await this.#inTurn(async () => {
      await this.#keep(onKeys(this.#device, chain))
      if (this.#unknown !== undefined) await this.#accept(this.#unknown)
    })
  }

  async #accept(envelope: string): Promise<void> {
    const manifest = this.#verified(envelope)
    this.#unknown = manifest === undefined ? envelope : undefined
    if (manifest === undefined) return
    if (manifest.sequence >= this.#device.sequence && manifest.fleet === this.#fleet)
      this.#manifest = manifest
    await this.#consider(manifest)
  }

  /** Called every few seconds, and once after every boot. Tries again what waits for a window, a download or a boot. */
  async check(): Promise<void> {
    await this.#inTurn(async () => {
      // A boot that failed, or never came after a power cut: health would be that of another version.
      if ((await this.#hardware.running()) !== this.#device.running.digest)
        return await this.#hardware.boot(this.#device.running)
      if (this.#device.state === 'testing') {
        const healthy = await this.#hardware.healthy()
        const { device, action } = onHealth(this.#device, healthy, this.#hardware.clock())
        await this.#keep(device)
        await this.#act(action)
      }
      if (this.#manifest !== undefined) await this.#consider(this.#manifest)
    })
  }

  /** Says how the device is; harmless at any time and any number of times. Ends when the message has been delivered. */
  async report(): Promise<void> {
    let delivered = Promise.resolve()
    await this.#inTurn(async () => void ({ delivered } = await this.#publish()))
    await delivered
  }

  async #inTurn(step: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(step)
    this.#turn = mine.catch(() => undefined)
    await mine
  }

  async #consider(manifest: Manifest): Promise<void> {
    const { device, action } = onManifest(this.#device, manifest, this.#fleet, this.#hardware.clock())
    await this.#keep(device)
    await this.#act(action)
  }

  /** Starts a message on its way. It is in an object, so that nobody waits for the network by `await`. */
  async #publish(): Promise<{ readonly delivered: Promise<void> }> {
    const { device, message } = reportOf(this.#device, this.#hardware.clock())
    await this.#keep(device)
    const topic = fleetTopics(this.#fleet).device(device.id)
    return { delivered: this.#hardware.publish(topic, JSON.stringify(message)) }
  }

  /** A report that is lost or late stops nothing: the next one says the same. */
  async #say(): Promise<void> {
    const { delivered } = await this.#publish()
    delivered.catch(() => undefined)
  }

  #verified(envelope: string): Manifest | undefined {
    try {
      return openManifest(envelope, this.#device.keys ?? this.#keys)
    } catch {
      return undefined
    }
  }

  async #act(action: DeviceAction): Promise<void> {
    switch (action.do) {
      case 'nothing':
        return
      case 'report':
        return await this.#say()
      case 'install': {
        const bytes = await this.#fetch(action.artifact)
        if (bytes === undefined) return
        await this.#hardware.write(action.artifact, bytes)
        await this.#keep(onInstalled(this.#device, action.artifact, this.#hardware.clock()))
        await this.#say().catch(() => undefined)
        return await this.#hardware.boot(action.artifact)
      }
      case 'revert': {
        const bytes = action.download ? await this.#fetch(action.artifact) : undefined
        if (action.download && bytes === undefined) return
        if (bytes !== undefined) await this.#hardware.write(action.artifact, bytes)
        await this.#keep(onReverted(this.#device, action.failed))
        await this.#hardware.boot(action.artifact)
        return await this.#say().catch(() => undefined)
      }
    }
  }

  /** The bytes, if they are the ones that the manifest names; a failed download is tried again at the next check. */
  async #fetch(artifact: FleetArtifact): Promise<Uint8Array | undefined> {
    const bytes = await this.#hardware.download(artifact).catch(() => undefined)
    if (bytes === undefined || bytes.length !== artifact.bytes) return undefined
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    return digest === artifact.digest ? bytes : undefined
  }

  async #keep(device: Device): Promise<void> {
    if (isDeepStrictEqual(device, this.#device)) return
    await this.#hardware.store(device)
    this.#device = device
  }
}
