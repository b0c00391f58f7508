import { CLOSE_OBJECT, NEWLINE } from '../json/scan.ts'
import { Entries, SAME } from './entries.ts'
import { partOf, shardOf } from './hash.ts'
import { lineStart } from './line-start.ts'
import { Lines, trimLine, type Line } from './lines.ts'
import type { Log } from './log.ts'
import { RecordId } from './record-id.ts'
import type { PairingOptions, PairSink } from './sink.ts'

/** Bytes of all arms that are compared at once, small enough to stay in the processor's cache; more where they differ. */
const REGION = 256 * 1024
const MOST_REGION = 4 * 1024 ** 2

/** Reads what an equal record is marked with besides being equal; `region` is known to hold it and is read once. */
export interface Marker {
  readonly region: (bytes: Buffer, from: number, to: number) => void
  readonly marks: (bytes: Buffer, from: number, to: number) => number
}

/** Notes where the records of some logs stand and what their ids hash to. */
export class Indexer {
  readonly #logs: readonly Log[]
  readonly #options: PairingOptions
  readonly #lost: PairSink['lost']
  readonly #id: RecordId
  /** By arm and part; used again for every range, so that finding records leaves nothing to collect. */
  readonly #found: readonly (readonly Entries[])[]
  readonly #regions: readonly Buffer[]
  /** Records that stand in every arm alike are marked so; then what is lost is lost in every arm. */
  #alike = false

  constructor(logs: readonly Log[], options: PairingOptions, lost: PairSink['lost']) {
    this.#logs = logs
    this.#options = options
    this.#lost = lost
    this.#id = new RecordId(options.pairBy)
    this.#found = logs.map(() => Array.from({ length: options.parts }, () => new Entries()))
    this.#regions = logs.map(() => Buffer.allocUnsafe(REGION))
  }

  /** The records of an arm that begin in a range, by arm and part; valid until the next range. */
  range(arm: number, start: number, end: number): readonly (readonly Entries[])[] {
    this.#clear()
    this.#lines(arm, start, end)
    return this.#found
  }

  /** The same of all arms, where most of their bytes are expected to be the same. */
  alike(start: number, end: number, marker: Marker): readonly (readonly Entries[])[] {
    this.#clear()
    let step = REGION
    for (let at = start; at < end;) {
      const shared = this.#shared(at, end)
      if (shared === undefined) {
        const next = Math.min(at + step, end)
        for (let arm = 0; arm < this.#logs.length; arm++) this.#lines(arm, at, next)
        step = Math.min(step * 2, MOST_REGION)
        at = next
      } else {
        this.#same(shared, marker)
        step = REGION
        at = shared.end
      }
    }
    return this.#found
  }

  /** Whole lines from a place on that are the same in every arm, or undefined where there is none. */
  #shared(at: number, end: number) {
    const buffers = this.#regions
    const starts = this.#logs.map((log) => lineStart(log, at, end))
    const [first = end] = starts
    const [own] = buffers
    if (own === undefined || first >= end || starts.some((start) => start !== first)) return undefined
    const got = this.#logs.map((log, arm) => log.read(buffers[arm] ?? own, first, REGION))
    // The last line that begins before the end belongs to it as a whole.
    const last = own.subarray(0, got[0]).indexOf(NEWLINE, end - first - 1)
    const whole = (last >= 0 ? last : own.lastIndexOf(NEWLINE, (got[0] ?? 0) - 1)) + 1
    if (whole === 0 || whole > Math.min(...got)) return undefined
    const same = buffers.every((bytes) => own.compare(bytes, 0, whole, 0, whole) === 0)
    return same ? { bytes: own, start: first, end: first + whole } : undefined
  }

  #same(
    { bytes, start, end }: { readonly bytes: Buffer; readonly start: number; readonly end: number },
    marker: Marker,
  ): void {
    const length = end - start
    marker.region(bytes, 0, length)
    this.#alike = true
    const line: Line = { bytes, from: 0, to: 0 }
    for (let next = 0; next < length;) {
      const newline = bytes.indexOf(NEWLINE, next)
      const isRecord = trimLine(line, next, newline)
      next = newline + 1
      if (!isRecord) continue
      const { from, to } = line
      const size = to - from
      const part = this.#partOf(0, bytes, from, to, size > this.#options.limit)
      if (part < 0) continue
      const { hash } = this.#id
      // What is cut off at its end is equal to nothing: it must be read in every arm, and then be told.
      if (bytes[to - 1] !== CLOSE_OBJECT)
        for (const arm of this.#found) arm[part]?.add(hash, start + from, size, 0)
      else this.#found[0]?.[part]?.add(hash, start + from, size, SAME + marker.marks(bytes, from, to))
    }
    this.#alike = false
  }

  #lines(arm: number, from: number, end: number): void {
    const log = this.#logs[arm]
    const start = log === undefined ? end : lineStart(log, from, end)
    if (log === undefined || start >= end) return
    const lines = new Lines(log, this.#options.limit, start, end)
    while (lines.advance()) {
      const { bytes, from, to, oversized } = lines
      const part = this.#partOf(arm, bytes, from, to, oversized)
      if (part >= 0) this.#found[arm]?.[part]?.add(this.#id.hash, lines.offset, to - from, 0)
    }
  }

  /** The part that a record belongs to, its id read; -1 when it is another shard's or can be paired with nothing. */
  #partOf(arm: number, bytes: Buffer, from: number, to: number, oversized: boolean): number {
    const { shard, parts } = this.#options
    const found = this.#id.read(bytes, from, to)
    if (found === 'found') {
      if (shard.count > 1 && shardOf(this.#id.hash, shard.count) !== shard.index) return -1
      if (!oversized) return partOf(this.#id.hash, parts)
    } else if (shard.index > 0) return -1
    const why = oversized ? 'oversized' : found === 'none' ? 'no-id' : 'unparsable'
    if (this.#alike) for (let k = 0; k < this.#logs.length; k++) this.#lost(k, why)
    else this.#lost(arm, why)
    return -1
  }

  #clear(): void {
    for (const arm of this.#found) for (const entries of arm) entries.clear()
  }
}
