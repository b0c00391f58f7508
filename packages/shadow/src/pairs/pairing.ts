import { countSame, ENTRY, lengthOf, entryMarks, offsetOf, SAME, withSame } from './entries.ts'
import type { RecordLog } from './record-log.ts'
import { matchEntries } from './match.ts'
import { RecordId } from './record-id.ts'
import { Records } from './records.ts'
import { HashTable } from './hash-table.ts'
import type { PairingOptions, PairSink, RecordBytes } from './sink.ts'

/** Pairs between words about the progress. */
const TELL_EVERY = 4096
/** Requests of a part that are named where only the primary answered. */
const MOST_NAMED = 3

/** Reads the records of a part that belong together and hands them on. */
export class Pairing {
  readonly #sink: PairSink
  readonly #records: readonly Records[]
  readonly #id: RecordId
  readonly #other: RecordId

  constructor(logs: readonly RecordLog[], { pairBy }: PairingOptions, sink: PairSink) {
    this.#sink = sink
    this.#records = logs.map((log) => new Records(log))
    this.#id = new RecordId(pairBy)
    this.#other = new RecordId(pairBy)
  }

  /** Pairs the entries of one part, given by arm. */
  run(found: readonly Int32Array[]): void {
    for (const _ of this.steps(found)) void _
  }

  /** The same step by step, so that other work may be done between them: each gives the share that is done. */
  *steps(found: readonly Int32Array[]): Generator<number, void> {
    const [entries = new Int32Array(0), ...others] = found
    if (others.every(({ length }) => length === 0) && countSame(entries) * ENTRY === entries.length) {
      this.#alike(entries, found.length)
      return
    }
    const arms = withSame(found)
    let named = 0
    const { primary, partners } = matchEntries(arms, this.#sink.lost, (i) => {
      if (named++ < MOST_NAMED) this.#missing(arms[0] ?? entries, i * ENTRY)
    })
    const places = [primary, ...partners]
    for (let k = 0; k < primary.length; k++) {
      const at = (primary[k] ?? 0) * ENTRY
      const marks = entryMarks(entries, at)
      const offset = offsetOf(entries, at)
      // Records that are the same where they stand need not be read again.
      if ((marks & SAME) !== 0 && stand(arms, partners, k, offset)) this.#sink.same(marks, arms.length > 2)
      else this.#pair(arms, places, k)
      if (k % TELL_EVERY === TELL_EVERY - 1) yield k / primary.length
    }
  }

  #missing(entries: Int32Array, at: number): void {
    const record = this.#records[0]?.at(offsetOf(entries, at), lengthOf(entries, at))
    if (record !== undefined && this.#id.read(record.bytes, record.from, record.to) === 'found')
      this.#sink.missing(this.#id, record.offset)
  }

  /** Every record is the same in every arm: only repeated ids are left to be found. */
  #alike(entries: Int32Array, arms: number): void {
    const known = new HashTable(entries)
    for (let i = 0; i * ENTRY < entries.length; i++) {
      if (known.add(i)) this.#sink.same(entryMarks(entries, i * ENTRY), arms > 2)
      else for (let arm = 0; arm < arms; arm++) this.#sink.lost(arm, 'duplicate')
    }
  }

  #pair(arms: readonly Int32Array[], places: readonly Int32Array[], k: number): void {
    const primary = this.#read(arms, places, 0, k)
    const candidate = this.#read(arms, places, 1, k)
    const repeat = this.#read(arms, places, 2, k)
    if (primary === undefined || candidate === undefined) return
    this.#id.read(primary.bytes, primary.from, primary.to)
    if (this.#hasId(candidate)) this.#sink.pair(this.#id, primary, candidate, repeat)
    else {
      // Two ids may share a hash. It takes about a hundred million of them, and then both are told, not compared.
      for (let arm = 0; arm < arms.length; arm++)
        if ((places[arm]?.[k] ?? -1) >= 0) this.#sink.lost(arm, 'unmatched')
    }
  }

  /** The record of an arm in the k-th pair, where it has one. */
  #read(
    arms: readonly Int32Array[],
    places: readonly Int32Array[],
    arm: number,
    k: number,
  ): RecordBytes | undefined {
    const entries = arms[arm]
    const at = (places[arm]?.[k] ?? -1) * ENTRY
    if (entries === undefined || at < 0) return undefined
    return this.#records[arm]?.at(offsetOf(entries, at), lengthOf(entries, at))
  }

  #hasId({ bytes, from, to }: RecordBytes): boolean {
    return (
      this.#id.begins(bytes, from, to) ||
      (this.#other.read(bytes, from, to) === 'found' && this.#other.equals(this.#id))
    )
  }
}

/** Whether the partners of a record stand in their arms where it stands in its own. */
function stand(
  arms: readonly Int32Array[],
  partners: readonly Int32Array[],
  k: number,
  offset: number,
): boolean {
  for (let arm = 1; arm < arms.length; arm++) {
    const [entries, j = -1] = [arms[arm], partners[arm - 1]?.[k]]
    if (entries === undefined || j < 0 || offsetOf(entries, j * ENTRY) !== offset) return false
  }
  return true
}
