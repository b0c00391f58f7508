import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract, swap } from '@sluice/action-bluegreen-swap'
import { createIo, parseFields, type Io } from '@sluice/action'
import { readTelemetry, type FleetArtifact, type Telemetry } from '@sluice/fleet'
import { renderSentence } from '@sluice/report'
import { memoryStore } from '@sluice/rollout'
import { generateKeys, readPublicKeys } from '@sluice/verdict'
import { Agent, type Hardware } from '../examples/fleet/agent.ts'
import { onBoot, type Device } from '../examples/fleet/decisions.ts'

/** What befalls a device. `now` is the world's clock in milliseconds since the world began. */
export interface Fate {
  readonly group?: string
  readonly protocol?: 1 | 2
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

export interface WorldOptions {
  readonly count: number
  readonly fate?: (index: number) => Fate
  readonly settings?: Readonly<Record<string, unknown>>
  readonly watch?: string
  /** Messages that no device of the fleet has sent. */
  readonly ghosts?: (manifest: number) => readonly Telemetry[]
}

/** How a run of the action ended. */
export interface RunEnd {
  readonly decision: string
  readonly reason: string
  /** The first sentence of the report. */
  readonly sentence: string
  readonly lines: readonly string[]
  /** Milliseconds on the world's clock. */
  readonly took: number
}

const TICK_MS = 10_000
const MOST_TICKS = 30
const START = Date.UTC(2026, 10, 2, 12)

/** A fleet behind two addresses, with a clock that stands still while nobody waits. */
export class FleetWorld implements AsyncDisposable {
  readonly devices: readonly SimulatedDevice[]
  readonly workspace: string
  readonly keys = generateKeys()
  readonly #options: WorldOptions
  readonly #server: Server
  readonly #records = memoryStore(() => this.now())
  #url = ''
  #now = START
  #manifest: string | undefined
  readonly #messages: Telemetry[] = []

  private constructor(options: WorldOptions) {
    this.#options = options
    this.workspace = mkdtempSync(join(tmpdir(), 'sluice-fleet-'))
    this.#server = createServer((request, response) => void this.#answer(request, response))
    this.devices = Array.from(
      { length: options.count },
      (_, i) => new SimulatedDevice(`d-${i}`, options.fate?.(i) ?? {}, this),
    )
  }

  static async open(options: WorldOptions): Promise<FleetWorld> {
    const world = new FleetWorld(options)
    await new Promise<void>((resolve) => world.#server.listen(0, '127.0.0.1', resolve))
    world.#url = `http://127.0.0.1:${(world.#server.address() as AddressInfo).port}`
    const roster = world.devices.map(({ id, group }) => `${id} ${group}`).join('\n')
    writeFileSync(join(world.workspace, 'roster.txt'), roster)
    mkdirSync(join(world.workspace, 'out'))
    return world
  }

  now(): number {
    return this.#now
  }

  /** Milliseconds since the world began. */
  age(): number {
    return this.#now - START
  }

  artifact(version: string): FleetArtifact {
    const bytes = bytesOf(version)
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    return { version, digest, bytes: bytes.length, url: `${this.#url}/version/${version}` }
  }

  get manifest(): string | undefined {
    return this.#manifest
  }

  send(messages: readonly Telemetry[]): void {
    this.#messages.push(...messages)
  }

  /** Lets time pass for the devices. */
  async pass(ms: number): Promise<void> {
    const ticks = Math.min(MOST_TICKS, Math.max(1, Math.ceil(ms / TICK_MS)))
    for (let i = 0; i < ticks; i++) {
      this.#now += ms / ticks
      await Promise.all(this.devices.map(async (device) => await device.tick(this.#manifest)))
    }
  }

  io(): Io {
    const none = (): void => undefined
    const base = createIo(new AbortController().signal)
    return {
      ...base,
      log: { info: none, notice: none, warning: none, error: none, folded: none },
      now: () => this.#now,
      sleep: async (ms) => await this.pass(ms),
      facts: { ...base.facts, workspace: this.workspace },
    }
  }

  /** The inputs of the action for this fleet. */
  given(
    changes: Readonly<Record<string, string>> = {},
    settings: object = {},
  ): Readonly<Record<string, string>> {
    return {
      ...{ environment: 'production', service: 'lamps', config: 'none', 'when-inconclusive': 'fail' },
      ...{ 'report-dir': 'out', 'dry-run': 'false', 'fail-step': 'true', settle: '0s', publish: 'summary' },
      ...{ mode: 'fleet', router: 'http', 'signing-key': this.keys.privateKey },
      'router-settings': JSON.stringify({
        ...{ manifest: `${this.#url}/manifest`, telemetry: `${this.#url}/telemetry`, fleet: 'lamps' },
        ...{ confirm: '1m', limit: '10%', roster: 'roster.txt' },
        ...{ stable: this.artifact('1'), candidate: this.artifact('2') },
        ...this.#options.settings,
        ...settings,
      }),
      watch: this.#options.watch ?? '{ for: 10m, at-most: 2h, every: 1m, ladder: [100] }',
      ...changes,
    }
  }

  /** One run of the action, to its end. */
  async run(changes: Readonly<Record<string, string>> = {}, settings: object = {}): Promise<RunEnd> {
    const began = this.#now
    const given = this.given(changes, settings)
    const read = parseFields(contract.inputs, (name) => given[name] ?? '', 'this run')
    const end = await swap(read, this.io(), this.#records)
    const { told } = end
    return {
      decision: end.outputs.decision,
      reason: end.outputs.reason,
      sentence: told === undefined ? (end.said ?? '') : renderSentence(told.verdict, told.framing),
      lines: told?.verdict.evidence.flatMap(({ notes }) => notes ?? []) ?? [],
      took: this.#now - began,
    }
  }

  #telemetry(): readonly Telemetry[] {
    const newest = Math.max(0, ...this.#messages.map(({ manifest }) => manifest))
    return [...this.#messages, ...(this.#options.ghosts?.(newest) ?? [])]
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    if (path === '/telemetry') return void response.end(JSON.stringify(this.#telemetry()))
    if (path.startsWith('/version/')) return void response.end(bytesOf(path.slice('/version/'.length)))
    if (request.method === 'PUT') {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      this.#manifest = Buffer.concat(parts).toString()
      return void response.end()
    }
    response.statusCode = this.#manifest === undefined ? 404 : 200
    response.end(this.#manifest)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
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
  readonly #world: FleetWorld
  #flash: Device | undefined
  #running = ''
  #agent: Agent | undefined
  #dead = false
  #received = ''

  constructor(id: string, fate: Fate, world: FleetWorld) {
    this.id = id
    this.group = fate.group ?? ''
    this.#fate = fate
    this.#world = world
  }

  /** Whether it stopped for ever, or runs a version that is sick on it. */
  harmed(): boolean {
    return this.#dead || this.#fate.healthy?.(this.running(), this.#world.age()) === false
  }

  running(): string {
    return this.#flash?.running.version ?? '1'
  }

  dead(): boolean {
    return this.#dead
  }

  async tick(manifest: string | undefined): Promise<void> {
    if (this.#dead || this.#fate.offline?.(this.#world.age()) === true) return
    const agent = (this.#agent ??= this.#boot(false))
    try {
      if (manifest !== undefined && manifest !== this.#received) {
        await agent.receive(manifest)
        this.#received = manifest
      }
      await agent.check()
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
      this.#agent = undefined
      this.#received = ''
    }
  }

  #boot(watchdog: boolean): Agent {
    const device = onBoot(this.#flash ?? this.#made(), watchdog)
    this.#flash = device
    this.#running = device.running.digest
    return new Agent(device, 'lamps', readPublicKeys(this.#world.keys.publicKey), this.#hardware())
  }

  #made(): Device {
    return {
      ...{ id: this.id, slots: 2, running: this.#world.artifact('1'), previous: null, state: 'running' },
      ...{ sequence: 0, refused: [], testing: 0, confirm: 600, boots: 0, sent: 0 },
      ...{ protocol: this.#fate.protocol ?? 2, group: this.group, keys: null, issued: 0 },
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
