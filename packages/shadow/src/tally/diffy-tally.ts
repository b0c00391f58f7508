import type { Comparison } from '../comparison.ts'
import { diffyDifference, flatten } from '../diffy/difference.ts'
import { lift, readSpelled } from '../diffy/lift.ts'
import type { Lifted } from '../diffy/lifted.ts'
import { Follower, type Reached } from '../json/follow.ts'
import { patternOf } from '../json/pattern.ts'
import { utf8At } from '../json/scan.ts'
import type { RecordId } from '../pairs/record-id.ts'
import type { PairSink, RecordBytes } from '../pairs/sink.ts'
import { noteBroken } from './broken.ts'
import { emptyPath, keepName } from './counts.ts'
import { namedInput } from './named-input.ts'
import { notePair } from './paired-counts.ts'
import { PairFields } from './pair-fields.ts'
import { noteSame } from './same.ts'
import { showId } from './show.ts'
import type { ShadowSummary } from './summary.ts'

/** Compares pair by pair as Diffy does: records are parsed, and places are named and counted by its rules. */
export class DiffyTally {
  readonly #summary: ShadowSummary
  readonly #ignored: (place: string) => boolean
  readonly #fields: PairFields | undefined
  readonly #comparison: Comparison

  constructor(comparison: Comparison, summary: ShadowSummary) {
    this.#summary = summary
    this.#comparison = comparison
    this.#ignored = diffyPatterns(comparison.rules.ignore)
    this.#fields = PairFields.wanted(comparison) ? new PairFields(comparison, summary) : undefined
  }

  readonly pair: PairSink['pair'] = (id, primary, candidate, repeat) => {
    const [stable, other, again] = [primary, candidate, repeat].map(lifted)
    if (stable === undefined || other === undefined) {
      if (noteBroken(this.#summary, primary, candidate))
        keepName(this.#summary.unanswered, { order: primary.offset ?? id.hash.value, id: this.#nameOf(id) })
      return
    }
    const repeated = again !== undefined
    const raw = this.#places(stable, other)
    const noise = again === undefined ? new Set<string>() : this.#places(stable, again)
    this.#summary.compared++
    if (repeated) this.#summary.repeated++
    this.#fields?.observe(primary, candidate, repeat, {
      repeated,
      input: namedInput(id, this.#comparison),
    })
    notePair(this.#summary.any, raw.size > 0, noise.size > 0, repeated)
    for (const path of new Set([...raw, ...noise])) {
      const counts = this.#summary.paths.get(path) ?? emptyPath()
      this.#summary.paths.set(path, counts)
      notePair(counts.any, raw.has(path), noise.has(path), repeated)
      if (raw.has(path)) counts.kinds[kindOf(path)]++
    }
  }

  readonly same: PairSink['same'] = (marks, repeated) => noteSame(this.#summary, marks, repeated)

  readonly missing: PairSink['missing'] = (id, offset) =>
    keepName(this.#summary.unanswered, { order: offset, id: this.#nameOf(id) })

  #nameOf(id: RecordId): string {
    return showId(id.text(), id.hash.value, this.#comparison.redact)
  }

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
    return lift(readSpelled(utf8At(record.bytes, record.from, record.to)))
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

/**
 * Patterns as a test of places as Diffy names them: identifiers joined by dots, elements left out, `values` for the keys of
 * a map. A pattern covers everything below too.
 */
function diffyPatterns(patterns: readonly string[]): (place: string) => boolean {
  const follower = new Follower(
    patterns.map((text) => ({ pattern: patternOf(text).filter(({ is }) => is !== 'element'), rule: text })),
  )
  return (place) => {
    let reached: Reached<string> = follower.start
    for (const key of place === '' ? [] : place.split('.')) {
      if (reached.here.length > 0) return true
      reached = follower.next(reached, key)
    }
    return reached.here.length > 0
  }
}
