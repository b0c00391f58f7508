import type { Comparison } from '../comparison.ts'
import { Paths, type PathNode } from '../json/paths.ts'
import type { PairSink, RecordBytes } from '../pairs/sink.ts'
import type { RecordId } from '../pairs/record-id.ts'
import { noteBroken } from './broken.ts'
import { emptyPath, isBefore, keepExample, keepName } from './counts.ts'
import { emptyPairedCounts, notePair, type PairedCounts } from './paired-counts.ts'
import {
  changesShape,
  Differences,
  isStatus,
  noteDirection,
  noteTurn,
  type RecordDifference,
} from './events.ts'
import { TELLING } from './failures.ts'
import { namedInput } from './named-input.ts'
import { notePairIn } from './pair-set.ts'
import { PairFields } from './pair-fields.ts'
import { showId, showValue } from './show.ts'
import { BOTH, enlarged, NOISE, NOISE_SHAPE, RAW, RAW_SHAPE, SIZED, SIZED_AGAIN } from './marks.ts'
import { noteSame } from './same.ts'
import { emptySizes, noteSizes } from './sizes.ts'
import {
  MOST_PATHS,
  OTHER_PATHS,
  type ExampleRank,
  type PathCounts,
  type SliceCounts,
  type ShadowSummary,
} from './summary.ts'
import { Within } from './within.ts'

/** Paths of which it is kept how large their values are. */
const MOST_SIZED = 200

/** Compares pair by pair and counts. */
export class PairTally {
  readonly #summary: ShadowSummary
  readonly #comparison: Comparison
  readonly #candidate: Differences
  readonly #repeat: Differences
  readonly #fields: PairFields | undefined
  readonly #counts: PathCounts[] = []
  /** By number of the place: whether it is the status of an answer. */
  readonly #statuses: boolean[] = []
  /** The places that say whether a request failed. */
  readonly #telling: readonly PathNode[]
  #marks = new Uint8Array(256)
  #touched: PathNode[] = []
  readonly #within: Within

  constructor(comparison: Comparison, summary: ShadowSummary) {
    const paths = new Paths(comparison.rules)
    this.#summary = summary
    this.#within = new Within(summary.within)
    this.#comparison = comparison
    this.#telling = TELLING.map((key) => paths.child(paths.root, key))
    this.#candidate = new Differences(paths)
    this.#repeat = new Differences(paths)
    this.#fields = PairFields.wanted(comparison) ? new PairFields(comparison, summary) : undefined
  }

  readonly pair: PairSink['pair'] = (id, primary, candidate, repeat) => {
    const summary = this.#summary
    const compared = this.#candidate.between(primary, candidate)
    if (compared !== 'done') {
      if (compared === 'broken') {
        if (noteBroken(summary, primary, candidate))
          keepName(summary.unanswered, { order: primary.offset ?? id.hash.value, id: this.#nameOf(id) })
      } else summary.tooDeep++
      return
    }
    const repeated = repeat !== undefined && this.#repeat.between(primary, repeat) === 'done'
    if (!repeated) this.#repeat.count = 0
    summary.compared++
    if (repeated) summary.repeated++
    const differs = this.#candidate.count > 0
    const noisy = this.#repeat.count > 0
    const slices =
      this.#fields?.observe(primary, candidate, repeat, {
        repeated,
        failAlike: this.#failAlike(),
        input: namedInput(id, this.#comparison),
      }) ?? []
    if (differs || noisy) {
      notePair(summary.any, differs, noisy, repeated)
      this.#mark(this.#candidate, primary, candidate, RAW, RAW_SHAPE)
      if (repeat !== undefined) {
        this.#mark(this.#repeat, primary, repeat, NOISE, NOISE_SHAPE)
        this.#size(this.#candidate, SIZED, primary.bytes, candidate.bytes)
        this.#size(this.#repeat, SIZED_AGAIN, primary.bytes, repeat.bytes)
      }
      this.#describe(id, primary.bytes, candidate.bytes)
      this.#settle(repeated, slices, id.hash.value)
    }
  }

  /** Whether nothing differs that says if a request failed: what one record says of it then holds for both. */
  #failAlike(): boolean {
    const telling = this.#telling
    if (telling.some(({ ignored, tolerance }) => ignored || tolerance !== undefined)) return false
    for (let k = 0; k < this.#candidate.count; k++)
      if (telling.includes(this.#candidate.at(k).node)) return false
    return true
  }

  readonly same: PairSink['same'] = (marks, repeated) => noteSame(this.#summary, marks, repeated)

  readonly lost: PairSink['lost'] = (arm, why) => {
    const lost = this.#summary.lost[arm]
    if (lost !== undefined) lost[why]++
  }

  readonly missing: PairSink['missing'] = (id, offset) =>
    keepName(this.#summary.unanswered, { order: offset, id: this.#nameOf(id) })

  #nameOf(id: RecordId): string {
    return showId(id.text(), id.hash.value, this.#comparison.redact)
  }

  /** Notes on each touched path what happened there; several elements of an array are one path. */
  #mark(differences: Differences, a: RecordBytes, b: RecordBytes, any: number, shape: number): void {
    for (let k = 0; k < differences.count; k++) {
      const difference = differences.at(k)
      const { id } = difference.node
      if (id >= this.#marks.length) this.#marks = enlarged(this.#marks, id)
      let marks = this.#marks[id] ?? 0
      if (marks === 0) this.#touched.push(difference.node)
      marks |= any
      if ((marks & shape) === 0 && changesShape(difference, a.bytes, b.bytes)) marks |= shape
      this.#marks[id] = marks
    }
  }

  /**
   * How large values are where candidate and repeat both differ: all there is to compare where they nearly always do. Of the
   * elements of one array the first counts, for they need not be independent.
   */
  #size(differences: Differences, sized: number, primary: Buffer, other: Buffer): void {
    const { sizes } = this.#summary
    for (let k = 0; k < differences.count; k++) {
      const difference = differences.at(k)
      const { node } = difference
      const marks = this.#marks[node.id] ?? 0
      if ((marks & BOTH) !== BOTH || (marks & sized) !== 0) continue
      const known = sizes.get(node.text) ?? (sizes.size < MOST_SIZED ? emptySizes() : undefined)
      if (known === undefined) continue
      sizes.set(node.text, known)
      this.#marks[node.id] = marks | sized
      noteSizes(known, sized === SIZED ? 'candidate' : 'repeat', difference, primary, other)
    }
  }

  /** Kinds, directions and examples of what the candidate did. */
  #describe(id: RecordId, a: Buffer, b: Buffer): void {
    for (let k = 0; k < this.#candidate.count; k++) {
      const difference = this.#candidate.at(k)
      const counts = this.#countsOf(difference.node)
      counts.kinds[difference.kind]++
      if (difference.kind === 'value') {
        noteDirection(counts, difference, a, b)
        if (this.#statuses[difference.node.id] === true) noteTurn(counts, difference, a, b)
      }
      const noisy = ((this.#marks[difference.node.id] ?? 0) & NOISE) !== 0
      this.#keep(counts, { order: id.hash.value, noisy }, id, difference, a, b)
    }
  }

  #settle(repeated: boolean, slices: readonly SliceCounts[], pair: number): void {
    for (const node of this.#touched) {
      const marks = this.#marks[node.id] ?? 0
      const counts = this.#countsOf(node)
      notePair(counts.any, (marks & RAW) !== 0, (marks & NOISE) !== 0, repeated)
      if ((marks & (RAW | NOISE)) === RAW) notePairIn(counts.alone, pair)
      notePair(counts.shape, (marks & RAW_SHAPE) !== 0, (marks & NOISE_SHAPE) !== 0, repeated)
      for (const slice of slices) {
        notePair(countsIn(slice, node), (marks & RAW) !== 0, (marks & NOISE) !== 0, repeated)
      }
      this.#within.note(node, marks & BOTH)
      this.#marks[node.id] = 0
    }
    this.#touched.length = 0
    this.#within.settle(repeated)
  }

  #keep(
    counts: PathCounts,
    rank: ExampleRank,
    id: RecordId,
    d: RecordDifference,
    a: Buffer,
    b: Buffer,
  ): void {
    const { examples: most, redact } = this.#comparison
    const last = counts.examples[most - 1]
    if (most === 0 || (last !== undefined && !isBefore(rank, last))) return
    if (counts.examples.some((example) => example.order === rank.order)) return
    const example = {
      ...rank,
      id: showId(id.text(), id.hash.value, redact),
      kind: d.kind,
      primary: showValue(a, d.aFrom, d.aTo, redact, d.node.text),
      candidate: showValue(b, d.bFrom, d.bTo, redact, d.node.text),
    }
    keepExample(counts.examples, example, most)
  }

  #countsOf(node: PathNode): PathCounts {
    const known = this.#counts[node.id]
    if (known !== undefined) return known
    const { paths } = this.#summary
    const name = paths.size < MOST_PATHS ? node.text || '$' : OTHER_PATHS
    const counts = paths.get(name) ?? emptyPath()
    paths.set(name, counts)
    this.#counts[node.id] = counts
    this.#statuses[node.id] = isStatus(node.text)
    return counts
  }
}

/** Paths that are told apart in one slice. */
const MOST_IN_SLICE = 500

function countsIn({ paths }: SliceCounts, node: PathNode): PairedCounts {
  const name = paths.size < MOST_IN_SLICE || paths.has(node.text) ? node.text || '$' : OTHER_PATHS
  const known = paths.get(name) ?? emptyPairedCounts()
  paths.set(name, known)
  return known
}
