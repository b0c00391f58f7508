import type { Comparison } from '../comparison.ts'
import { diffyDifference, flatten } from '../diffy/difference.ts'
import { diffyPatterns } from '../diffy/ignored.ts'
import { lift, spelled, type Lifted } from '../diffy/lift.ts'
import { textOf } from '../json/scan.ts'
import type { PairSink, RecordBytes } from '../pairs/sink.ts'
import { emptyPath } from './counts.ts'
import { noteDiscord } from './discord.ts'
import { Fields } from './fields.ts'
import { noteSame } from './same.ts'
import type { Summary } from './summary.ts'

/** Compares pair by pair as Diffy does: records are parsed, and places are named and counted by its rules. */
export class DiffyTally {
  readonly #summary: Summary
  readonly #ignored: (place: string) => boolean
  readonly #fields: Fields | undefined

  constructor(comparison: Comparison, summary: Summary) {
    this.#summary = summary
    this.#ignored = diffyPatterns(comparison.rules.ignore)
    this.#fields = Fields.wanted(comparison) ? new Fields(comparison, summary) : undefined
  }

  readonly pair: PairSink['pair'] = (_, primary, candidate, repeat) => {
    const [stable, other, again] = [primary, candidate, repeat].map(lifted)
    if (stable === undefined || other === undefined) {
      this.#summary.broken++
      return
    }
    const repeated = again !== undefined
    const raw = this.#places(stable, other)
    const noise = again === undefined ? new Set<string>() : this.#places(stable, again)
    this.#summary.compared++
    if (repeated) this.#summary.repeated++
    this.#fields?.observe(primary, candidate, repeat, repeated)
    noteDiscord(this.#summary.any, raw.size > 0, noise.size > 0, repeated)
    for (const path of new Set([...raw, ...noise])) {
      const counts = this.#summary.paths.get(path) ?? emptyPath()
      this.#summary.paths.set(path, counts)
      noteDiscord(counts.any, raw.has(path), noise.has(path), repeated)
      if (raw.has(path)) counts.kinds[kindOf(path)]++
    }
  }

  readonly same: PairSink['same'] = (marks, repeated) => noteSame(this.#summary, marks, repeated)

  readonly lost: PairSink['lost'] = (arm, why) => {
    const lost = this.#summary.lost[arm]
    if (lost !== undefined) lost[why]++
  }

  #places(a: Lifted, b: Lifted): ReadonlySet<string> {
    const all = [...flatten(diffyDifference(a, b)).keys()]
    return new Set(all.filter((path) => !this.#ignored(path.replace(/\.?\w+$/, ''))))
  }
}

function lifted(record: RecordBytes | undefined): Lifted | undefined {
  if (record === undefined) return undefined
  try {
    return lift(spelled(textOf(record.bytes, record.from, record.to)))
  } catch {
    return undefined
  }
}

function kindOf(path: string): 'value' | 'type' | 'missing' | 'extra' | 'length' {
  if (path.endsWith('MissingField')) return 'missing'
  if (path.endsWith('ExtraField')) return 'extra'
  if (path.endsWith('TypeDifference')) return 'type'
  return path.endsWith('SeqSizeDifference') ? 'length' : 'value'
}
