import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract, swap } from '@sluice/action-bluegreen-swap'
import { createIo, parseFields, type Io } from '@sluice/action'
import type { FleetArtifact, Telemetry } from '@sluice/fleet'
import { renderSentence } from '@sluice/report'
import { memoryStore } from '@sluice/rollout'
import { generateKeys } from '@sluice/verdict'
import { bytesOf, SimulatedDevice, type Fate, type Surroundings } from './device.ts'

export interface WorldOptions {
  readonly count: number
  readonly fate?: (index: number) => Fate
  readonly settings?: Readonly<Record<string, unknown>>
  readonly watch?: string
  /** What is at the address of a version, if not the version. */
  readonly file?: (version: string) => Buffer
  /** Messages that no device of the fleet has sent. */
  readonly ghosts?: (manifest: number, digest: string) => readonly Telemetry[]
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
export class FleetWorld implements AsyncDisposable, Surroundings {
  readonly devices: readonly SimulatedDevice[]
  readonly workspace: string
  readonly keys = generateKeys()
  readonly publicKey = this.keys.publicKey
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
    return [...this.#messages, ...(this.#options.ghosts?.(newest, this.artifact('2').digest) ?? [])]
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    if (path === '/telemetry') return void response.end(JSON.stringify(this.#telemetry()))
    if (path.startsWith('/version/'))
      return void response.end((this.#options.file ?? bytesOf)(path.slice('/version/'.length)))
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
