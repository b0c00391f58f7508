import { readTelemetry, type DeviceTraits, type FleetArtifact, type Telemetry } from '@sluice/fleet'
import { readPublicKeys } from '@sluice/verdict'
import { Agent, type Hardware } from '../../examples/fleet/agent.ts'
import { onBoot, type Device } from '../../examples/fleet/decisions.ts'

/** What befalls a device. `now` is the world's clock in milliseconds since the world began. */
export interface Fate {
  readonly group?: string
  readonly protocol?: 1 | 2
  readonly traits?: DeviceTraits
  /** Whether a version is well on this device; undefined while it cannot tell. */
  readonly healthy?: (version: string, now: number) => boolean | undefined
  /** Whether this device stops for ever when it boots a version. */
  readonly dies?: (version: string) => boolean
  readonly offline?: (now: number) => boolean
  /** What arrives of a message: nothing, itself, or something else. */
  readonly sends?: (message: Telemetry) => readonly Telemetry[]
  /** Whether the power fails at this moment. */
  readonly powerCut?: () => boolean
}

/** What a device meets in its world. */
export interface Surroundings {
  readonly publicKey: string
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Milliseconds since the world began. */
  readonly age: () => number
  readonly artifact: (version: string) => FleetArtifact
  readonly send: (messages: readonly Telemetry[]) => void
}

export function bytesOf(version: string): Buffer {
  return Buffer.from(`model ${version}`)
}

class PowerCut extends Error {}

/** The reference agent on simulated hardware. */
export class SimulatedDevice {
  readonly id: string
  readonly group: string
  /** Every version that it has booted. */
  readonly booted: string[] = []
  #fate: Fate
  readonly #world: Surroundings
  #flash: Device | undefined
  #running = ''
  #agent: Agent | undefined
  #dead = false
  #received = ''

  constructor(id: string, fate: Fate, world: Surroundings) {
    this.id = id
    this.group = fate.group ?? ''
    this.#fate = fate
    this.#world = world
  }

  /** Whether it stopped for ever, or runs a version that is not well on it. */
  harmed(): boolean {
    return this.#dead || !this.#isWell(this.running())
  }

  /** Whether it ever booted a version that was not well on it, however short. */
  wasHarmed(): boolean {
    return this.#dead || this.booted.some((version) => !this.#isWell(version))
  }

  #isWell(version: string): boolean {
    return this.#fate.healthy === undefined || this.#fate.healthy(version, this.#world.age()) === true
  }

  running(): string {
    return this.#flash?.running.version ?? '1'
  }

  async tick(manifest: string | undefined): Promise<void> {
    if (this.#dead || this.#fate.offline?.(this.#world.age()) === true) return
    try {
      const agent = (this.#agent ??= await this.#start())
      if (manifest !== undefined && manifest !== this.#received) {
        await agent.receive(manifest)
        this.#received = manifest
      }
      await agent.check()
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
      this.#agent = undefined
    }
  }

  /** At every connection the manifest arrives again, and a device reports. */
  async #start(): Promise<Agent> {
    this.#received = ''
    const agent = this.#boot(false)
    await agent.report()
    return agent
  }

  #boot(watchdog: boolean): Agent {
    const device = onBoot(this.#flash ?? this.#made(), watchdog)
    this.#flash = device
    this.#running = device.running.digest
    return new Agent(device, 'lamps', readPublicKeys(this.#world.publicKey), this.#hardware())
  }

  #made(): Device {
    return {
      ...{ id: this.id, slots: 2, running: this.#world.artifact('1'), previous: null, state: 'running' },
      ...{ sequence: 0, refused: [], testing: 0, confirm: 600, boots: 0, sent: 0 },
      ...{ protocol: this.#fate.protocol ?? 2, group: this.group, keys: null, issued: 0 },
      traits: this.#fate.traits ?? {},
    }
  }

  #hardware(): Hardware {
    const power = (): void => {
      if (this.#fate.powerCut?.() === true) throw new PowerCut()
    }
    return {
      clock: () => Math.floor(this.#world.now() / 1000),
      store: async (device) => {
        power()
        this.#flash = device
        await Promise.resolve()
      },
      download: async ({ version }) => await Promise.resolve(bytesOf(version)),
      write: async () => await Promise.resolve(power()),
      boot: async ({ digest, version }) => {
        power()
        this.#running = digest
        this.booted.push(version)
        this.#dead = this.#fate.dies?.(version) === true
        if (this.#dead) throw new PowerCut()
        await Promise.resolve()
      },
      running: async () => await Promise.resolve(this.#running),
      healthy: async () =>
        await Promise.resolve(
          this.#fate.healthy === undefined ? true : this.#fate.healthy(this.running(), this.#world.age()),
        ),
      publish: async (_topic, text) => {
        const { messages } = readTelemetry(text)
        for (const message of messages) this.#world.send(this.#fate.sends?.(message) ?? [message])
        await Promise.resolve()
      },
    }
  }
}
