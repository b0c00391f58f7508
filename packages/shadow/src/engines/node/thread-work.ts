import type { Comparison } from '../../comparison.ts'
import type { Shard } from '../contract.ts'
import { encodeSummary, type SummaryData } from '../../tally/encode.ts'
import { sameMarker } from '../../tally/same.ts'
import { BlockReader, BlockWriter, type EntryBlock } from './entry-blocks.ts'
import { openLog, type OpenLog } from '../../pairs/open-log.ts'
import type { Division, LogRange } from './division.ts'
import { ReadAhead } from './read-ahead.ts'
import { Indexer } from '../../pairs/indexer.ts'
import type { RecordLog } from '../../pairs/record-log.ts'
import { Pairing } from '../../pairs/pairing.ts'
import type { PairingOptions } from '../../pairs/sink.ts'
import { emptySummary } from '../../tally/counts.ts'
import { DiffyTally } from '../../tally/diffy-tally.ts'
import { PairTally } from '../../tally/pair-tally.ts'
import type { ShadowSummary } from '../../tally/summary.ts'

/** Work that several threads share. */
export interface Job {
  readonly arms: readonly (readonly string[])[]
  readonly comparison: Comparison
  readonly shard: Shard
  readonly plan: Division
  /** Where entries are kept that memory is not to hold. */
  readonly folder: string | undefined
  /** The next range and the next part that nobody has taken yet. */
  readonly next: Int32Array
}

/** ShareRequirement of the time that goes into finding records; the rest goes into comparing them. */
const FINDING = 0.2
const NONE = new Int32Array(0)

/** Hears of the share that is done. */
export type Tell = (share: number) => Promise<void> | undefined

interface Taken {
  readonly range: LogRange
  readonly k: number
}

/** What one thread does: it takes ranges until there are none, and when all threads have, parts until there are none. */
export class ThreadWork {
  readonly #job: Job
  readonly #open: readonly OpenLog[]
  readonly #comparing: Comparing
  readonly #writer: BlockWriter
  readonly #scratch: readonly BlockReader[]

  constructor(job: Job, thread: number) {
    this.#job = job
    this.#open = job.arms.map(openLog)
    this.#writer = new BlockWriter(job.folder, thread)
    this.#scratch = job.arms.map(() => new BlockReader())
    const logs = this.#open.map(({ log }) => log)
    this.#comparing = new Comparing(logs, job.comparison, job.shard, job.plan.parts)
  }

  /** Finds records in the ranges that it takes; `tell` hears the share that is done, and work goes on when it has settled. */
  async find(tell: Tell = () => undefined): Promise<readonly EntryBlock[]> {
    const { indexer } = this.#comparing
    try {
      if (this.#job.plan.ranges[0]?.arm === 'all') await this.#findAlike(tell)
      else {
        for (const { range, k } of this.#ranges()) {
          if (range.arm !== 'all') indexer.range(range.arm, range.start, range.end)
          await this.#keep(range, k, tell)
        }
      }
      return this.#writer.blocks
    } finally {
      this.#writer.close()
    }
  }

  /** Of logs that look the same most of the work is reading: one piece is read while another is looked at. */
  async #findAlike(tell: Tell): Promise<void> {
    const { comparison, plan } = this.#job
    const logs = this.#open.map(({ log }) => log)
    const marker = sameMarker(comparison)
    const ahead = new ReadAhead(logs, plan.ahead)
    const pieces = piecesOf(this.#ranges(), plan.ahead)
    const begin = () => {
      const { value: piece } = pieces.next()
      if (piece === undefined) return undefined
      const bytes = ahead.read(piece.start)
      // Where the work on the piece before fails nobody waits for this one any more.
      bytes.catch(() => undefined)
      return { ...piece, bytes }
    }
    for (let next = begin(); next !== undefined;) {
      const { range, k, start, end, bytes } = next
      const read = await bytes
      next = begin()
      this.#comparing.indexer.alike(start, end, read, marker)
      if (end === range.end) await this.#keep(range, k, tell)
    }
  }

  /** The ranges that nobody has taken, as they are asked for. */
  *#ranges(): Generator<Taken> {
    const { ranges } = this.#job.plan
    for (let k = this.#take(0); k < ranges.length; k = this.#take(0)) {
      const range = ranges[k]
      if (range !== undefined) yield { range, k }
    }
  }

  /** Writes down what was found in a range. */
  #keep({ start }: LogRange, k: number, tell: Tell): ReturnType<Tell> {
    const { indexer } = this.#comparing
    indexer.found.forEach((parts, arm) =>
      parts.forEach((entries, part) => this.#writer.add({ arm, part, start }, entries.data())),
    )
    indexer.clear()
    return tell((FINDING * (k + 1)) / this.#job.plan.ranges.length)
  }

  /** Pairs and compares the records of the parts that it takes, of all that were found. */
  compare(blocks: readonly EntryBlock[]): SummaryData {
    const steps = this.comparing(blocks)
    for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value
  }

  /** The same step by step: each gives the share of all work that is done. */
  *comparing(blocks: readonly EntryBlock[]): Generator<number, SummaryData> {
    const { plan, arms, comparison } = this.#job
    for (let part = this.#take(1); part < plan.parts; part = this.#take(1)) {
      const found = arms.map((_, arm) => this.#scratch[arm]?.read(blocks, arm, part) ?? NONE)
      const shareOf = (share: number): number => FINDING + ((1 - FINDING) * (part + share)) / plan.parts
      for (const share of this.#comparing.pairing.steps(found)) yield shareOf(share)
      yield shareOf(1)
    }
    return encodeSummary(this.#comparing.summary, comparison, [])
  }

  close(): void {
    for (const { close } of this.#open) close()
  }

  #take(what: 0 | 1): number {
    return Atomics.add(this.#job.next, what, 1)
  }
}

/** Ranges in pieces that are read at once. */
function* piecesOf(
  ranges: Iterable<Taken>,
  size: number,
): Generator<Taken & { readonly start: number; readonly end: number }> {
  for (const { range, k } of ranges)
    for (let start = range.start; start < range.end; start += size)
      yield { range, k, start, end: Math.min(start + size, range.end) }
}

/** One thread's share of a comparison: it finds records, then pairs and compares those of the parts that it is given. */
export class Comparing {
  readonly summary: ShadowSummary
  readonly indexer: Indexer
  readonly pairing: Pairing

  constructor(
    logs: readonly RecordLog[],
    comparison: Comparison,
    shard: PairingOptions['shard'],
    parts: number,
  ) {
    const { pairBy, limit, noise } = comparison
    const options = { pairBy, limit, shard, parts }
    const Tally = noise === 'diffy' ? DiffyTally : PairTally
    this.summary = emptySummary(comparison)
    const tally = new Tally(comparison, this.summary)
    this.indexer = new Indexer(logs, options, tally.lost)
    this.pairing = new Pairing(logs, options, tally)
  }
}
