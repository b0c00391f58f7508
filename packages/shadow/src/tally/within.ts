import type { PathNode } from '../json/paths.ts'
import { emptyPairedCounts, notePair, type PairedCounts } from './paired-counts.ts'
import { enlarged, NOISE, RAW } from './marks.ts'
import { MOST_PATHS, OTHER_PATHS, type ShadowSummary } from './summary.ts'

/** Counts for every object and array in how many pairs anything inside it differs. */
export class Within {
  readonly #counts: ShadowSummary['within']
  readonly #known: PairedCounts[] = []
  #marks = new Uint8Array(256)
  readonly #touched: PathNode[] = []

  constructor(counts: ShadowSummary['within']) {
    this.#counts = counts
  }

  /** Notes on all places around one what happened there in this pair. */
  note(node: PathNode, marks: number): void {
    for (let { outer } = node; outer !== undefined; { outer } = outer) {
      if (outer.id >= this.#marks.length) this.#marks = enlarged(this.#marks, outer.id)
      const known = this.#marks[outer.id] ?? 0
      // What is known of a place is known of all around it.
      if ((known | marks) === known) return
      if (known === 0) this.#touched.push(outer)
      this.#marks[outer.id] = known | marks
    }
  }

  /** Ends the pair. */
  settle(repeated: boolean): void {
    for (const node of this.#touched) {
      const marks = this.#marks[node.id] ?? 0
      notePair(this.#countsOf(node), (marks & RAW) !== 0, (marks & NOISE) !== 0, repeated)
      this.#marks[node.id] = 0
    }
    this.#touched.length = 0
  }

  #countsOf(node: PathNode): PairedCounts {
    const known = this.#known[node.id]
    if (known !== undefined) return known
    const name = this.#counts.size < MOST_PATHS ? node.text || '$' : OTHER_PATHS
    const counts = this.#counts.get(name) ?? emptyPairedCounts()
    this.#counts.set(name, counts)
    this.#known[node.id] = counts
    return counts
  }
}
