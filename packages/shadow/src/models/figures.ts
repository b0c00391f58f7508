import { Distribution, type DistributionData } from '../tally/distribution.ts'
import type { KindTally, Answers, Judged, Plain } from './answers.ts'

/** Adds a number to a named distribution. */
export type Add = (name: string, value: number) => void

/** Reads one pair of answers, notes figures, and says whether the two agree; undefined when they cannot be compared. */
export type Observer = (answers: Answers, add: Add) => Judged | undefined

const NOTHING = {
  stableScore: undefined,
  candidateScore: undefined,
  label: undefined,
  disputed: false,
  inputs: [],
} as const

/** A kind of model whose figures are all means and quantiles of numbers noted pair by pair. */
export class FigureTally implements KindTally {
  readonly figures = new Map<string, Distribution>()
  readonly #observer: Observer

  constructor(observer: Observer) {
    this.#observer = observer
  }

  observe(answers: Answers): Judged | undefined {
    return this.#observer(answers, (name, value) => this.#figure(name).add(value))
  }

  agree(stable: string | undefined, other: string | undefined): boolean | undefined {
    return this.#observer({ ...NOTHING, stable, candidate: other }, () => undefined)?.agree
  }

  data(): Plain {
    const entries = [...this.figures].sort(([a], [b]) => (a < b ? -1 : 1))
    return entries.map(([name, figure]) => [name, figure.data()]) as unknown as Plain
  }

  merge(data: Plain): void {
    for (const [name, figure] of data as unknown as readonly (readonly [string, DistributionData])[]) {
      this.#figure(name).merge(figure)
    }
  }

  #figure(name: string): Distribution {
    const known = this.figures.get(name) ?? new Distribution()
    this.figures.set(name, known)
    return known
  }
}
