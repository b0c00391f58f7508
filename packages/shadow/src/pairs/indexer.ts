import { UserError } from '@sluice/action'
import { CLOSE_OBJECT, NEWLINE, OPEN_OBJECT } from '../json/scan.ts'
import { Entries, MOST_BYTES, SAME } from './entries.ts'
import { partOf, shardOf } from './hash.ts'
import { Lines, lineStart, trimLine, type Line } from './lines.ts'
import type { RecordLog } from './record-log.ts'
import { RecordId } from './record-id.ts'
import type { PairingOptions, PairSink } from './sink.ts'

/** Bytes of all arms that are compared at once, small enough to stay in the processor's cache; more where they differ. */
const REGION = 256 * 1024
const MOST_REGION = 4 * 1024 ** 2
const NOTHING = Buffer.alloc(0)

/** Reads what an equal record is marked with besides being equal; `region` is known to hold it and is read once. */
export interface Marker {
  readonly region: (bytes: Buffer, from: number, to: number) => void
  readonly marks: (bytes: Buffer, from: number, to: number) => number
}

/** Notes where the records of some logs stand and what their ids hash to. */
export class Indexer {
  readonly #logs: readonly RecordLog[]
  readonly #options: PairingOptions
  readonly #lost: PairSink['lost']
  readonly #id: RecordId
  /** What was found, by arm and part; used again for every range, so that finding records leaves nothing to collect. */
  readonly found: readonly (readonly Entries[])[]
  /** Records that stand in every arm alike are marked so; then what is lost is lost in every arm. */
  #alike = false

  /** Throws when a log is too large for its records to be noted. */
  constructor(logs: readonly RecordLog[], options: PairingOptions, lost: PairSink['lost']) {
    for (const { size, files } of logs)
      if (size > MOST_BYTES)
        throw new UserError(
          'LOGS_TOO_LARGE',
          `the logs from ${files[0]?.name ?? ''} on hold ${size} bytes; one comparison reads at most ${MOST_BYTES}`,
          'Compare shorter spans of time, one after the other.',
        )
    this.#logs = logs
    this.#options = options
    this.#lost = lost
    this.#id = new RecordId(options.pairBy)
    this.found = logs.map(() => Array.from({ length: options.parts }, () => new Entries()))
  }

  /** Forgets what was found. */
  clear(): void {
    for (const arm of this.found) for (const entries of arm) entries.clear()
  }

  /** Finds the records of an arm that begin in a range. */
  range(arm: number, start: number, end: number): void {
    const log = this.#logs[arm]
    const first = log === undefined ? end : lineStart(log, start, end)
    if (log === undefined || first >= end) return
    const lines = new Lines(log, this.#options.limit, first, end)
    while (lines.advance()) {
      const { bytes, from, to, oversized } = lines
      const part = this.#partOf(arm, bytes, from, to, oversized)
      if (part >= 0) this.found[arm]?.[part]?.add(this.#id.hash, lines.offset, to - from, 0)
    }
  }

  /**
   * Finds those of all arms, where most of their bytes are expected to be the same. `read` holds what every arm says from
   * the start on, some bytes more than to the end.
   */
  alike(start: number, end: number, read: readonly Buffer[], marker: Marker): void {
    let step = REGION
    let line = this.#together(start, end)
    for (let at = start; at < end;) {
      const to = line < 0 ? 0 : sharedEnd(read, line - start, end - start)
      if (to > 0) {
        this.#same(read[0] ?? NOTHING, line - start, to, start, marker)
        step = REGION
        // Where a stretch ends that all share, the next line begins in every arm.
        at = start + to
        line = at
      } else {
        const next = Math.min(at + step, end)
        for (let arm = 0; arm < this.#logs.length; arm++) this.range(arm, at, next)
        step = Math.min(step * 2, MOST_REGION)
        at = next
        line = this.#together(at, end)
      }
    }
  }

  /** Where in every arm the next line begins, or -1 where they do not begin together. */
  #together(at: number, end: number): number {
    const [first = end, ...others] = this.#logs.map((log) => lineStart(log, at, end))
    return first < end && others.every((start) => start === first) ? first : -1
  }

  /** Notes the lines of a stretch of bytes that is the same in all arms; `base` is where the bytes stand in the logs. */
  #same(bytes: Buffer, start: number, end: number, base: number, marker: Marker): void {
    marker.region(bytes, start, end)
    this.#alike = true
    const id = this.#id
    const { parts } = this.#options
    const [found = []] = this.found
    for (let next = start; next < end;) {
      const newline = bytes.indexOf(NEWLINE, next)
      // Most lines are records written like the last; they are noted without a detour, which is what takes the time.
      if (this.#isPlain(bytes, next, newline) && id.hashAsBefore(bytes, next, newline))
        found[partOf(id.hash, parts)]?.add(
          id.hash,
          base + next,
          newline - next,
          SAME + marker.marks(bytes, next, newline),
        )
      else this.#sameLine(bytes, next, newline, base, marker)
      next = newline + 1
    }
    this.#alike = false
  }

  /** Whether a line begins and ends as a record, with nothing around it, that is noted whatever its id. */
  #isPlain(bytes: Buffer, from: number, to: number): boolean {
    const { shard, limit } = this.#options
    return (
      bytes[from] === OPEN_OBJECT && bytes[to - 1] === CLOSE_OBJECT && to - from <= limit && shard.count === 1
    )
  }

  /** Notes any one line that is the same in all arms. */
  #sameLine(bytes: Buffer, start: number, newline: number, base: number, marker: Marker): void {
    const line: Line = { bytes, from: 0, to: 0 }
    if (!trimLine(line, start, newline)) return
    const { from, to } = line
    const size = to - from
    const part = this.#partOf(0, bytes, from, to, size > this.#options.limit)
    if (part < 0) return
    const { hash } = this.#id
    // What is cut off at its end is equal to nothing: it must be read in every arm, and then be told.
    if (bytes[to - 1] !== CLOSE_OBJECT)
      for (const arm of this.found) arm[part]?.add(hash, base + from, size, 0)
    else this.found[0]?.[part]?.add(hash, base + from, size, SAME + marker.marks(bytes, from, to))
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
}

/** Behind which newline the whole lines end that are the same in every arm from a place on, not far; 0 where none are. */
function sharedEnd(read: readonly Buffer[], from: number, end: number): number {
  const [own = NOTHING] = read
  const within = Math.min(from + REGION, ...read.map(({ length }) => length))
  // The last line that begins before the end belongs to it as a whole.
  const last = within < end ? -1 : own.subarray(0, within).indexOf(NEWLINE, end - 1)
  const to = (last >= 0 ? last : own.subarray(0, Math.min(within, end)).lastIndexOf(NEWLINE)) + 1
  if (to <= from) return 0
  return read.every((bytes) => own.compare(bytes, from, to, from, to) === 0) ? to : 0
}
