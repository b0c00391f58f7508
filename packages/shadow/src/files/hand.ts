import { Comparing } from '../compare-logs.ts'
import type { Comparison } from '../comparison.ts'
import type { Entries } from '../pairs/entries.ts'
import { encodeSummary, type SummaryData } from '../tally/encode.ts'
import { sameMarker } from '../tally/same.ts'
import { BlockReader, BlockWriter, type Block } from './blocks.ts'
import { openLog, type OpenLog } from './open-log.ts'
import type { Plan, Range } from './plan.ts'
import { ReadAhead } from './read-ahead.ts'

/** Part `index` (from 0) of `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Work that several threads share. */
export interface Job {
  readonly arms: readonly (readonly string[])[]
  readonly comparison: Comparison
  readonly shard: Shard
  readonly plan: Plan
  /** Where entries are kept that memory is not to hold. */
  readonly folder: string | undefined
  /** The next range and the next part that nobody has taken yet. */
  readonly next: Int32Array
}

/** Share of the time that goes into finding records; the rest goes into comparing them. */
const FINDING = 0.2
const NONE = new Int32Array(0)

/** What one thread does: it takes ranges until there are none, and when all threads have, parts until there are none. */
export class Hand {
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

  /** Finds records in the ranges that it takes. */
  async find(progress?: (share: number) => void): Promise<readonly Block[]> {
    const { ranges } = this.#job.plan
    const { indexer } = this.#comparing
    const note = (range: Range, found: readonly (readonly Entries[])[], k: number): void => {
      found.forEach((parts, arm) =>
        parts.forEach((entries, part) => this.#writer.add({ arm, part, start: range.start }, entries.data())),
      )
      progress?.((FINDING * (k + 1)) / ranges.length)
    }
    if (ranges[0]?.arm === 'all') await this.#findAlike(note)
    else {
      for (let k = this.#take(0); k < ranges.length; k = this.#take(0)) {
        const range = ranges[k]
        if (range !== undefined && range.arm !== 'all')
          note(range, indexer.range(range.arm, range.start, range.end), k)
      }
    }
    this.#writer.close()
    return this.#writer.blocks
  }

  /** Of logs that look the same most of the work is reading: one range is read while another is looked at. */
  async #findAlike(
    note: (range: Range, found: readonly (readonly Entries[])[], k: number) => void,
  ): Promise<void> {
    const { ranges } = this.#job.plan
    const { indexer } = this.#comparing
    const marker = sameMarker(this.#job.comparison)
    const ahead = new ReadAhead(
      this.#open.map(({ log }) => log),
      Math.max(...ranges.map(({ start, end }) => end - start)),
    )
    const begin = () => {
      const k = this.#take(0)
      const range = ranges[k]
      if (range === undefined) return undefined
      const bytes = ahead.read(range)
      // Where the work on the range before fails nobody waits for this one any more.
      bytes.catch(() => undefined)
      return { k, range, bytes }
    }
    for (let next = begin(); next !== undefined;) {
      const { k, range, bytes } = next
      const read = await bytes
      next = begin()
      note(range, indexer.alike(range.start, range.end, read, marker), k)
    }
  }

  /** Pairs and compares the records of the parts that it takes, of all that were found. */
  compare(blocks: readonly Block[], progress?: (share: number) => void): SummaryData {
    const { plan, arms, comparison } = this.#job
    for (let part = this.#take(1); part < plan.parts; part = this.#take(1)) {
      const tell = (share: number): void =>
        progress?.(FINDING + ((1 - FINDING) * (part + share)) / plan.parts)
      this.#comparing.pairing.run(
        arms.map((_, arm) => this.#scratch[arm]?.read(blocks, arm, part) ?? NONE),
        tell,
      )
      tell(1)
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
