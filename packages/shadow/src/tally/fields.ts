import type { Comparison } from '../comparison.ts'
import { Picker } from '../json/pick.ts'
import { textOf } from '../json/scan.ts'
import type { RecordBytes } from '../pairs/sink.ts'
import { numberOf } from '../models/answers.ts'
import { FAILED } from '../pairs/entries.ts'
import { emptySlice } from './counts.ts'
import { Failures } from './failures.ts'
import { readText } from './read-text.ts'
import type { SliceCounts, Summary } from './summary.ts'

/** Slice values that are counted one by one; more of them would be no slices. */
const MOST_SLICES = 2000
const NONE: readonly SliceCounts[] = []

/** Reads from every pair what is not a matter of difference: measures, slices and what a model said. */
export class Fields {
  readonly #comparison: Comparison
  readonly #summary: Summary
  readonly #primary: Picker
  readonly #candidate: Picker
  readonly #repeat: Picker
  readonly #failed = new Failures()
  readonly #picks: boolean

  /** Whether a comparison wants anything of the kind. */
  static wanted({ measures, slices, model, errors }: Comparison): boolean {
    return measures.length + slices.length > 0 || model !== undefined || errors
  }

  constructor(comparison: Comparison, summary: Summary) {
    const { measures, slices, model } = comparison
    const measured = measures.map(({ path }) => path)
    const answers =
      model === undefined ? [] : [model.prediction, ...(model.score === undefined ? [] : [model.score])]
    const labels = model?.label === undefined ? [] : [model.label]
    const inputs = model?.inputs ?? []
    this.#comparison = comparison
    this.#summary = summary
    this.#primary = new Picker([...measured, ...answers, ...slices, ...labels, ...inputs])
    this.#candidate = new Picker([...measured, ...answers, ...inputs])
    this.#repeat = new Picker(measured)
    this.#picks = this.#primary.size > 0
  }

  /** Notes one pair and returns the slices it belongs to. `failAlike`: both say the same of whether they failed. */
  observe(
    primary: RecordBytes,
    candidate: RecordBytes,
    repeat: RecordBytes | undefined,
    repeated: boolean,
    failAlike = false,
  ): readonly SliceCounts[] {
    if (this.#comparison.errors) this.#failures(primary, candidate, failAlike)
    if (!this.#picks) return NONE
    this.#primary.pick(primary.bytes, primary.from, primary.to)
    this.#candidate.pick(candidate.bytes, candidate.from, candidate.to)
    this.#measure(0, this.#primary, primary)
    this.#measure(1, this.#candidate, candidate)
    this.#change(primary, candidate)
    if (repeat !== undefined) {
      this.#repeat.pick(repeat.bytes, repeat.from, repeat.to)
      this.#measure(2, this.#repeat, repeat)
    }
    const slices = this.#slicesOf(primary)
    for (const slice of slices) {
      slice.counts.compared++
      if (repeated) slice.counts.repeated++
    }
    this.#answer(
      primary,
      candidate,
      slices.map(({ name }) => name),
    )
    return slices.map(({ counts }) => counts)
  }

  #measure(arm: number, picker: Picker, record: RecordBytes): void {
    this.#comparison.measures.forEach(({ name }, k) => {
      const token = tokenAt(picker, k, record)
      if (token !== undefined) this.#summary.measures.get(name)?.[arm]?.add(Number(token))
    })
  }

  /** By how much each measure changed from the primary's answer to the candidate's. */
  #change(primary: RecordBytes, candidate: RecordBytes): void {
    this.#comparison.measures.forEach(({ name }, k) => {
      const before = numberOf(tokenAt(this.#primary, k, primary))
      const after = numberOf(tokenAt(this.#candidate, k, candidate))
      if (before !== undefined && after !== undefined)
        this.#summary.measures.get(name)?.[3]?.add(after - before)
    })
  }

  #failures(primary: RecordBytes, candidate: RecordBytes, alike: boolean): void {
    const before = this.#failed.read(primary.bytes, primary.from, primary.to)
    const after = alike ? before : this.#failed.read(candidate.bytes, candidate.from, candidate.to)
    if (before === 0 || after === 0) return
    const { errors } = this.#summary
    errors.n++
    const [first, second] = [(before & FAILED) !== 0, (after & FAILED) !== 0]
    if (first && second) errors.both++
    else if (second) errors.candidateOnly++
    else if (first) errors.primaryOnly++
  }

  #slicesOf(primary: RecordBytes): readonly { readonly name: string; readonly counts: SliceCounts }[] {
    const { measures, slices, model } = this.#comparison
    const first = measures.length + (model === undefined ? 0 : model.score === undefined ? 1 : 2)
    return slices.map((path, k) => {
      const token = tokenAt(this.#primary, first + k, primary)
      const value = token === undefined ? '(none)' : readText(token).slice(0, 100)
      const wanted = `${path.join('.')}=${value}`
      const { slices: known } = this.#summary
      const name = known.has(wanted) || known.size < MOST_SLICES ? wanted : `${path.join('.')}=(others)`
      const counts = known.get(name) ?? emptySlice()
      known.set(name, counts)
      return { name, counts }
    })
  }

  #answer(primary: RecordBytes, candidate: RecordBytes, slices: readonly string[]): void {
    const { measures, slices: paths, model } = this.#comparison
    if (model === undefined || this.#summary.model === undefined) return
    const at = measures.length
    const hasScore = model.score !== undefined
    const label = at + (hasScore ? 2 : 1) + paths.length
    this.#summary.model.observe(
      {
        stable: tokenAt(this.#primary, at, primary),
        candidate: tokenAt(this.#candidate, at, candidate),
        stableScore: hasScore ? tokenAt(this.#primary, at + 1, primary) : undefined,
        candidateScore: hasScore ? tokenAt(this.#candidate, at + 1, candidate) : undefined,
        label: model.label === undefined ? undefined : tokenAt(this.#primary, label, primary),
        inputs: model.inputs.map((_, k) => [
          tokenAt(this.#primary, label + (model.label === undefined ? 0 : 1) + k, primary),
          tokenAt(this.#candidate, at + (hasScore ? 2 : 1) + k, candidate),
        ]),
      },
      slices,
    )
  }
}

function tokenAt(picker: Picker, slot: number, record: RecordBytes): string | undefined {
  const [from = -1, to = -1] = [picker.ranges[slot * 2], picker.ranges[slot * 2 + 1]]
  return from < 0 ? undefined : textOf(record.bytes, from, to)
}
