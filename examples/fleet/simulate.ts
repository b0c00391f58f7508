import type { FleetArtifact } from '@sluice/fleet'
import type { VerifyingKey } from '@sluice/verdict'
import { Agent, type Hardware } from './agent.ts'
import { onBoot, type Device } from './decisions.ts'

/** How a simulated fleet misbehaves. Shares from 0 to 1. */
export interface Trouble {
  readonly offline: number
  readonly rebooting: number
  readonly skewed: number
  /** Share of messages that arrive twice. */
  readonly duplicated: number
  /** Share of writes in which the power fails. What was to be written is not. */
  readonly cut: number
}

/** The power has failed: whatever the device was doing, it boots next. */
class PowerCut extends Error {}

export interface SimulatedFleet {
  readonly agents: readonly SimulatedDevice[]
  /** Hands an envelope to every device that is online. */
  readonly receive: (envelope: string) => Promise<void>
  /** One health check of every device that is online; some of them reboot instead. */
  readonly tick: () => Promise<void>
  readonly wake: () => void
}

export interface SimulatedDevice {
  readonly agent: () => Agent
  readonly running: () => string
  readonly online: () => boolean
}

export interface FleetOptions {
  readonly count: number
  readonly fleet: string
  readonly stable: FleetArtifact
  readonly keys: readonly VerifyingKey[]
  readonly trouble: Trouble
  readonly bytesOf: (artifact: FleetArtifact) => Uint8Array
  /** Whether a digest is healthy on a device; undefined: it hangs and says nothing. */
  readonly healthy: (digest: string, device: string) => boolean | undefined
  readonly publish: (topic: string, message: string) => Promise<void>
  readonly seconds: () => number
  readonly random: () => number
}

/** Many devices in one process, each with its own storage, clock, slots and bad luck. */
export function simulateFleet(options: FleetOptions): SimulatedFleet {
  const devices = Array.from({ length: options.count }, (_, i) => simulateDevice(`device-${i}`, options))
  const online = (): readonly (typeof devices)[number][] => devices.filter((device) => device.online())
  return {
    agents: devices,
    receive: async (envelope) =>
      void (await Promise.all(online().map(async (d) => await d.receive(envelope)))),
    tick: async () => void (await Promise.all(online().map(async (d) => await d.tick()))),
    wake: () => devices.forEach((device) => device.wake()),
  }
}

function simulateDevice(id: string, options: FleetOptions) {
  const { trouble, random, stable } = options
  let awake = random() >= trouble.offline
  const reboots = random() < trouble.rebooting
  const skew = random() < trouble.skewed ? Math.round((random() - 0.5) * 2 * 86_400) : 0
  const slots = random() < 0.2 ? 1 : 2
  let flash: Device = {
    ...{ id, slots, running: stable, previous: null, state: 'running', sequence: 0 },
    ...{ refused: [], testing: 0, confirm: 600, boots: 0, sent: 0 },
    ...{ protocol: 2, group: '', keys: null, issued: 0, traits: {} },
  }
  let running = stable.digest
  // Power is there while a device is made.
  let made = false
  const power = (): void => {
    if (made && random() < trouble.cut) throw new PowerCut()
  }
  const hardware: Hardware = {
    clock: () => options.seconds() + skew,
    store: async (device) => {
      power()
      flash = device
      await Promise.resolve()
    },
    download: async (artifact) => await Promise.resolve(options.bytesOf(artifact)),
    write: async () => await Promise.resolve(power()),
    boot: async (artifact) => {
      power()
      running = artifact.digest
      await Promise.resolve()
    },
    running: async () => await Promise.resolve(running),
    healthy: async () => await Promise.resolve(options.healthy(running, id)),
    publish: async (topic, message) => {
      await options.publish(topic, message)
      if (random() < trouble.duplicated) await options.publish(topic, message)
    },
  }
  const boot = (): Agent => {
    flash = onBoot(flash, false)
    running = flash.running.digest
    return new Agent(flash, options.fleet, options.keys, hardware)
  }
  let agent = boot()
  made = true
  let newest: string | undefined
  const powered = async (step: () => Promise<void>): Promise<void> => {
    try {
      await step()
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
      await reboot()
    }
  }
  // At every connection retained messages arrive again, and a device reports.
  const reboot = async (): Promise<void> => {
    agent = boot()
    const manifest = newest
    if (manifest !== undefined) await powered(async () => await agent.receive(manifest))
    await powered(async () => await agent.report())
  }
  return {
    agent: () => agent,
    running: () => running,
    online: () => awake,
    wake: () => void (awake = true),
    receive: async (envelope: string) => {
      newest = envelope
      await powered(async () => await agent.receive(envelope))
    },
    tick: async () => {
      // What the agent had only in memory is lost; what it stored is not.
      if (reboots && random() < 0.3) await reboot()
      await powered(async () => await agent.check())
    },
  }
}
