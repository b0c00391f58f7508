import { shardOf } from './hash.ts'
import { Lines, sharedLength } from './lines.ts'
import type { Log } from './log.ts'
import { RecordId } from './record-id.ts'
import { Seen } from './seen.ts'
import type { JoinOptions, JoinSink, Lost, RecordBytes } from './sink.ts'
import { Waiting } from './waiting.ts'

/** Steps between looks for a stretch that is the same in all logs, and bytes between words about the progress. */
const LOOK_EVERY = 16
const TELL_EVERY = 4 * 1024 ** 2

/** Where an arm stands: at a record to pair, at one of another shard, or at its end. */
const HERE = 0
const ELSEWHERE = 1
const ENDED = 2

/**
 * Pairs the records of two or three logs (primary, candidate, repeat of the primary) by id, in whatever order they are.
 * Logs in the same order are walked in step; what has no partner yet waits as an offset, not as bytes. Of several
 * records with one id the first counts.
 */
export class Join {
  readonly #logs: readonly Log[]
  readonly #sink: JoinSink
  readonly #options: JoinOptions
  readonly #lines: readonly Lines[]
  readonly #ids: readonly RecordId[]
  readonly #other: RecordId
  /** The id of each arm's current record; lines that begin with the same bytes share one. */
  readonly #current: (RecordId | undefined)[]
  readonly #states: number[]
  readonly #seen = new Seen()
  readonly #waiting: Waiting
  readonly #loaded: Buffer[]
  /** All arms say what the first one says. */
  #alike = false

  constructor(logs: readonly Log[], options: JoinOptions, sink: JoinSink) {
    this.#logs = logs
    this.#sink = sink
    this.#options = options
    this.#lines = logs.map((log) => new Lines(log, options.limit))
    this.#ids = logs.map(() => new RecordId(options.pairBy))
    this.#other = new RecordId(options.pairBy)
    this.#current = logs.map(() => undefined)
    this.#states = logs.map(() => ELSEWHERE)
    this.#waiting = new Waiting(logs.length)
    this.#loaded = logs.map(() => Buffer.allocUnsafe(4096))
  }

  run(): void {
    let told = 0
    for (let steps = 0, look = 0; !this.#states.every((state) => state === ENDED); steps++) {
      if (steps >= look) look = steps + (this.#followOne() ? 1 : LOOK_EVERY)
      for (let arm = 0; arm < this.#lines.length; arm++) {
        if (this.#states[arm] !== ENDED) this.#states[arm] = this.#next(arm)
      }
      if (!this.#inStep()) {
        for (let arm = 0; arm < this.#lines.length; arm++) if (this.#states[arm] === HERE) this.#place(arm)
      }
      const read = this.#lines.reduce((sum, lines) => sum + lines.offset, 0)
      if (read < told + TELL_EVERY) continue
      this.#sink.progress?.(read)
      told = read
    }
    for (const { slot } of this.#waiting.slots()) this.#leftover(slot)
  }

  /** Where all arms go on with the same lines, reads only the first one. Nothing may wait: it would have to be looked for. */
  #followOne(): boolean {
    const [primary, ...others] = this.#lines
    const length = this.#waiting.size > 0 || primary === undefined ? 0 : sharedLength(primary, others)
    if (primary === undefined || length === 0) return false
    const end = primary.next + length
    this.#alike = true
    while (primary.next < end && primary.advance()) {
      if (this.#read(0, primary) === HERE) this.#together(this.#ids[0], primary, primary, primary)
    }
    this.#alike = false
    for (const lines of others) lines.skip(length)
    return true
  }

  /** Moves an arm to its next record that has an id. It stops at those of other shards too, so that arms stay in step. */
  #next(arm: number): number {
    const lines = this.#lines[arm]
    while (lines?.advance() === true) {
      const state = this.#read(arm, lines)
      if (state !== undefined) return state
    }
    return ENDED
  }

  /** Finds out what the current line of an arm is; undefined when it can be paired with nothing. */
  #read(arm: number, lines: Lines): number | undefined {
    const [first] = this.#ids
    const own = this.#ids[arm]
    const state = this.#states[0]
    if (arm > 0 && state !== ENDED && !lines.oversized && first?.begins(lines.bytes, lines.from, lines.to)) {
      this.#current[arm] = first
      return state
    }
    if (own === undefined) return undefined
    this.#current[arm] = own
    const { index, count } = this.#options.shard
    const found = own.read(lines.bytes, lines.from, lines.to)
    if (found === 'found') {
      if (count > 1 && shardOf(own.hash, count) !== index) return ELSEWHERE
      if (!lines.oversized) return HERE
    } else if (index > 0) return undefined
    this.#lost(arm, lines.oversized ? 'oversized' : found === 'none' ? 'no-id' : 'unparsable')
    return undefined
  }

  #lost(arm: number, why: Lost): void {
    if (this.#alike) for (let k = 0; k < this.#logs.length; k++) this.#sink.lost(k, why)
    else this.#sink.lost(arm, why)
  }

  /** Whether all arms stand at the same id, or at other shards; then they are paired without waiting. */
  #inStep(): boolean {
    const [first] = this.#current
    if (first === undefined) return false
    for (let arm = 0; arm < this.#current.length; arm++) {
      const id = this.#current[arm]
      if (this.#states[arm] !== HERE || (id !== first && id?.equals(first) !== true)) return false
    }
    if (this.#waiting.size > 0 && this.#waiting.find(first.hash) >= 0) return false
    const [primary, candidate, repeat] = this.#lines
    this.#together(first, primary, candidate, repeat)
    return true
  }

  #together(id?: RecordId, primary?: RecordBytes, candidate?: RecordBytes, repeat?: RecordBytes): void {
    if (id === undefined || primary === undefined || candidate === undefined) return
    if (this.#seen.add(id.hash)) {
      this.#sink.pair(id, primary, candidate, this.#logs.length > 2 ? repeat : undefined)
    } else for (let arm = 0; arm < this.#logs.length; arm++) this.#sink.lost(arm, 'duplicate')
  }

  /** Pairs an arm's record with those that wait for it, or lets it wait. */
  #place(arm: number): void {
    const id = this.#current[arm]
    const lines = this.#lines[arm]
    if (id === undefined || lines === undefined) return
    const slot = this.#waiting.find(id.hash)
    if (slot < 0 ? this.#seen.has(id.hash) : this.#waiting.has(slot, arm)) {
      this.#sink.lost(arm, 'duplicate')
      return
    }
    for (let other = 0; other < this.#logs.length; other++) {
      if (other === arm || (slot >= 0 && this.#waiting.has(slot, other))) continue
      this.#waiting.put(id.hash, arm, lines.offset, lines.to - lines.from)
      return
    }
    const records = this.#logs.map((_, k) => (k === arm ? lines : this.#load(slot, k)))
    this.#waiting.remove(slot)
    this.#seen.add(id.hash)
    this.#emit(id, records)
  }

  #emit(id: RecordId, records: readonly (RecordBytes | undefined)[]): void {
    const [primary, candidate, repeat] = records
    if (primary === undefined || candidate === undefined) return
    const { bytes, from, to } = candidate
    // Two ids may share a hash. It takes about a hundred million of them, and then both are told, not compared.
    if (this.#other.read(bytes, from, to) === 'found' && this.#other.equals(id)) {
      this.#sink.pair(id, primary, candidate, repeat)
    } else records.forEach((record, arm) => record !== undefined && this.#sink.lost(arm, 'unmatched'))
  }

  #leftover(slot: number): void {
    const arms = this.#logs
      .map((_, arm) => (this.#waiting.has(slot, arm) ? arm : -1))
      .filter((arm) => arm >= 0)
    const primary = arms.includes(0) && arms.includes(1) ? this.#load(slot, 0) : undefined
    const id = this.#ids[0]
    if (primary !== undefined && id?.read(primary.bytes, primary.from, primary.to) === 'found') {
      this.#emit(id, [primary, this.#load(slot, 1), undefined])
    } else for (const arm of arms) this.#sink.lost(arm, 'unmatched')
  }

  #load(slot: number, arm: number): RecordBytes | undefined {
    const length = this.#waiting.length(slot, arm)
    let bytes = this.#loaded[arm] ?? Buffer.alloc(0)
    if (bytes.length < length) {
      bytes = Buffer.allocUnsafe(length * 2)
      this.#loaded[arm] = bytes
    }
    this.#logs[arm]?.load(bytes, this.#waiting.offset(slot, arm), length)
    return { bytes, from: 0, to: length }
  }
}
