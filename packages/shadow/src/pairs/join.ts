import { shardOf } from './hash.ts'
import { Lines } from './lines.ts'
import type { Log } from './log.ts'
import { RecordId } from './record-id.ts'
import { Seen } from './seen.ts'
import { Waiting } from './waiting.ts'

/** Bytes of one record: `bytes` from `from` to `to`. Only valid until the next pair. */
export interface RecordBytes {
  readonly bytes: Buffer
  readonly from: number
  readonly to: number
}

/** Why a record was not compared. */
export type Lost = 'unmatched' | 'duplicate' | 'no-id' | 'unparsable' | 'oversized'

export interface JoinOptions {
  /** Paths of the values that together name a record. */
  readonly pairBy: readonly (readonly string[])[]
  /** Longest record, in bytes. */
  readonly limit: number
  /** The part of all pairs to look at, by the hash of their id: part `index` (from 0) of `count`. */
  readonly shard: { readonly index: number; readonly count: number }
}

/** What a join finds. `repeat` is undefined where there is no second answer of the primary to this request. */
export interface JoinSink {
  readonly pair: (
    id: RecordId,
    primary: RecordBytes,
    candidate: RecordBytes,
    repeat: RecordBytes | undefined,
  ) => void
  readonly lost: (arm: number, why: Lost) => void
  readonly progress?: (bytesRead: number) => void
}

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
  /** The id of each arm's current record; lines with the same bytes share one. */
  readonly #current: (RecordId | undefined)[]
  readonly #open: boolean[]
  readonly #seen = new Seen()
  readonly #waiting: Waiting
  readonly #loaded: Buffer[]

  constructor(logs: readonly Log[], options: JoinOptions, sink: JoinSink) {
    this.#logs = logs
    this.#sink = sink
    this.#options = options
    this.#lines = logs.map((log) => new Lines(log, options.limit))
    this.#ids = logs.map(() => new RecordId(options.pairBy))
    this.#other = new RecordId(options.pairBy)
    this.#current = logs.map(() => undefined)
    this.#open = logs.map(() => true)
    this.#waiting = new Waiting(logs.length)
    this.#loaded = logs.map(() => Buffer.allocUnsafe(4096))
  }

  run(): void {
    for (let steps = 1; this.#open.includes(true); steps++) {
      for (let arm = 0; arm < this.#lines.length; arm++) {
        if (this.#open[arm] === true) this.#open[arm] = this.#next(arm)
      }
      if (!this.#inStep()) this.#open.forEach((open, arm) => open && this.#place(arm))
      if (steps % 4096 === 0) this.#sink.progress?.(this.#lines.reduce((sum, l) => sum + l.offset, 0))
    }
    for (const { slot } of this.#waiting.slots()) this.#leftover(slot)
  }

  /** Moves an arm to its next record of this shard that has an id. */
  #next(arm: number): boolean {
    const lines = this.#lines[arm]
    const own = this.#ids[arm]
    if (lines === undefined || own === undefined) return false
    while (lines.advance()) {
      if (arm > 0 && this.#open[0] === true && sameLine(this.#lines[0], lines)) {
        this.#current[arm] = this.#ids[0]
        return true
      }
      this.#current[arm] = own
      const found = own.read(lines.bytes, lines.from, lines.to)
      const { index, count } = this.#options.shard
      if (
        (found === 'found' && count > 1 ? shardOf(own.hash, count) : found === 'found' ? index : 0) !== index
      ) {
        continue
      }
      if (lines.oversized) this.#sink.lost(arm, 'oversized')
      else if (found === 'found') return true
      else this.#sink.lost(arm, found === 'none' ? 'no-id' : 'unparsable')
    }
    return false
  }

  /** Whether all arms stand at the same id; then they are paired without waiting. */
  #inStep(): boolean {
    const first = this.#current[0]
    if (first === undefined || this.#open.includes(false)) return false
    if (!this.#current.every((id) => id === first || id?.equals(first) === true)) return false
    if (this.#waiting.size > 0 && this.#waiting.find(first.hash) >= 0) return false
    if (this.#seen.add(first.hash)) {
      const [primary, candidate, repeat] = this.#lines
      if (primary !== undefined && candidate !== undefined) this.#sink.pair(first, primary, candidate, repeat)
    } else this.#open.forEach((_, arm) => this.#sink.lost(arm, 'duplicate'))
    return true
  }

  /** Pairs an arm's record with those that wait for it, or lets it wait. */
  #place(arm: number): void {
    const id = this.#current[arm]
    const lines = this.#lines[arm]
    if (id === undefined || lines === undefined) return
    const slot = this.#waiting.find(id.hash)
    if (this.#seen.has(id.hash) || (slot >= 0 && this.#waiting.has(slot, arm))) {
      this.#sink.lost(arm, 'duplicate')
      return
    }
    const others = this.#logs.map((_, other) => other).filter((other) => other !== arm)
    if (slot < 0 || !others.every((other) => this.#waiting.has(slot, other))) {
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

function sameLine(primary: Lines | undefined, other: Lines): boolean {
  if (primary === undefined || primary.to - primary.from !== other.to - other.from) return false
  return primary.bytes.compare(other.bytes, other.from, other.to, primary.from, primary.to) === 0
}
