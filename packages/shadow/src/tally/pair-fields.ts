import type { Comparison } from '../comparison.ts'
import { tokenNumber, type NamedInput } from '../kinds/contract.ts'
import { FAILED } from '../pairs/entries.ts'
import type { RecordBytes } from '../pairs/sink.ts'
import { emptySlice } from './counts.ts'
import { maskCredentials } from './credentials.ts'
import { BY_STATUS, Failures } from './failures.ts'
import { Places } from './places.ts'
import { tokenText, saySame } from './read-text.ts'
import type { SliceCounts, ShadowSummary } from './summary.ts'

/** Slice values that are counted one by one; more of them would be no slices. */
const MOST_SLICES = 2000
const NONE: readonly SliceCounts[] = []

/** What is known of a pair besides its records. */
export interface PairFacts {
  /** Whether the repeat can be compared. */
  readonly repeated: boolean
  /** Whether both records say the same of whether their request failed. */
  readonly failAlike?: boolean
  readonly input: NamedInput
}

/** Reads from every pair what is not a matter of difference: measures, slices and what a model said. */
export class PairFields {
  readonly #comparison: Comparison
  readonly #summary: ShadowSummary
  readonly #primary: Places
  readonly #candidate: Places
  readonly #repeat: Places
  readonly #failed = new Failures()
  readonly #names = new Map<string, string>()

  /** Whether a comparison wants anything of the kind. */
  static wanted({ measures, slices, model, errors }: Comparison): boolean {
    return measures.length + slices.length > 0 || model !== undefined || errors
  }

  constructor(comparison: Comparison, summary: ShadowSummary) {
    const { slices, model } = comparison
    const measures = comparison.measures.map(({ path }) => path)
    const answers =
      model === undefined ? [] : [model.prediction, ...(model.score === undefined ? [] : [model.score])]
    const labels = model?.label === undefined ? [] : [model.label]
    const inputs = model?.inputs ?? []
    this.#comparison = comparison
    this.#summary = summary
    this.#primary = new Places({ measures, answers, slices, labels, inputs })
    this.#candidate = new Places({ measures, answers, labels, inputs })
    this.#repeat = new Places({ measures, answers })
  }

  /** Notes one pair and returns the slices it belongs to. */
  observe(
    primary: RecordBytes,
    candidate: RecordBytes,
    repeat: RecordBytes | undefined,
    { repeated, failAlike = false, input }: PairFacts,
  ): readonly SliceCounts[] {
    if (this.#comparison.errors) this.#failures(primary, candidate, failAlike)
    if (this.#primary.count === 0) return NONE
    this.#primary.read(primary)
    this.#candidate.read(candidate)
    if (repeat !== undefined) this.#repeat.read(repeat)
    this.#measure(repeat !== undefined)
    const slices = this.#slices()
    for (const slice of slices) {
      slice.counts.compared++
      if (repeated) slice.counts.repeated++
    }
    this.#answer(
      repeated,
      slices.map(({ name }) => name),
      input,
    )
    return slices.map(({ counts }) => counts)
  }

  /** What each arm measured, and by how much that changed from the primary's answer to the candidate's. */
  #measure(repeated: boolean): void {
    this.#comparison.measures.forEach(({ name }, k) => {
      const arms = this.#summary.measures.get(name)
      const tokens = [this.#primary, this.#candidate, ...(repeated ? [this.#repeat] : [])].map((places) =>
        places.token('measures', k),
      )
      tokens.forEach((token, arm) => {
        if (token !== undefined) arms?.[arm]?.add(Number(token))
      })
      const [before, after] = [tokenNumber(tokens[0]), tokenNumber(tokens[1])]
      if (before !== undefined && after !== undefined) arms?.[3]?.add(after - before)
    })
  }

  #failures(primary: RecordBytes, candidate: RecordBytes, alike: boolean): void {
    const before = this.#failed.read(primary.bytes, primary.from, primary.to)
    const after = alike ? before : this.#failed.read(candidate.bytes, candidate.from, candidate.to)
    if (before === 0 && after === 0) return
    const { errors } = this.#summary
    errors.n++
    const first = (before & FAILED) !== 0
    // A record without an `error` says that there was none; one without the `status` that the primary's has says nothing good.
    const second = (after & FAILED) !== 0 || (after === 0 && (before & BY_STATUS) !== 0)
    if (first && second) errors.both++
    else if (second) errors.candidateOnly++
    else if (first) errors.primaryOnly++
  }

  #slices(): readonly { readonly name: string; readonly counts: SliceCounts }[] {
    return this.#comparison.slices.map((path, k) => {
      const token = this.#primary.token('slices', k)
      const value = token === undefined ? '(none)' : this.#shown(token)
      const wanted = `${path.join('.')}=${value}`
      const { slices: known } = this.#summary
      const name = known.has(wanted) || known.size < MOST_SLICES ? wanted : `${path.join('.')}=(others)`
      const counts = known.get(name) ?? emptySlice()
      known.set(name, counts)
      return { name, counts }
    })
  }

  /** What a slice is called; credentials are no name, and few values name most of the slices. */
  #shown(token: string): string {
    const known = this.#names.get(token)
    if (known !== undefined) return known
    const name = maskCredentials(tokenText(token)).slice(0, 100)
    if (this.#names.size < MOST_SLICES) this.#names.set(token, name)
    return name
  }

  #answer(repeated: boolean, slices: readonly string[], input: NamedInput): void {
    const { model } = this.#comparison
    if (model === undefined || this.#summary.model === undefined) return
    const [primary, candidate] = [this.#primary, this.#candidate]
    const label = primary.token('labels', 0)
    const other = candidate.token('labels', 0)
    this.#summary.model.observe(
      {
        stable: primary.token('answers', 0),
        candidate: candidate.token('answers', 0),
        stableScore: primary.token('answers', 1),
        candidateScore: candidate.token('answers', 1),
        label,
        disputed: label !== undefined && other !== undefined && !saySame(label, other),
        input,
        inputs: model.inputs.map((_, k) => [primary.token('inputs', k), candidate.token('inputs', k)]),
      },
      repeated
        ? { answer: this.#repeat.token('answers', 0), score: this.#repeat.token('answers', 1) }
        : undefined,
      slices,
    )
  }
}
