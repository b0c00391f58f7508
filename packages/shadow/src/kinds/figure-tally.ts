import { Distribution, type DistributionData } from '../tally/distribution.ts'
import { numericDrift } from '../drift/drift.ts'
import type { Answers, JudgedAnswer, KindDetails, KindTally, Plain } from './contract.ts'
import { numberFigures } from './figures/numbers.ts'

/** Adds a number to a named distribution. */
export type Add = (name: string, value: number) => void

/** Reads one pair of answers, notes figures, and says whether the two agree; undefined when they cannot be compared. */
export type FigureObserver = (answers: Answers, add: Add) => JudgedAnswer | undefined

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
  readonly #observer: FigureObserver

  constructor(observer: FigureObserver) {
    this.#observer = observer
  }

  observe(answers: Answers): JudgedAnswer | undefined {
    return this.#observer(answers, (name, value) => this.#figure(name).add(value))
  }

  agree(stable: string | undefined, other: string | undefined): boolean | undefined {
    return this.#observer({ ...NOTHING, stable, candidate: other }, () => undefined)?.agree
  }

  details(confidence: number): KindDetails {
    const [stable, candidate] = ['stable prediction', 'candidate prediction'].map((name) =>
      this.figures.get(name)?.data(),
    )
    const drift =
      stable === undefined || candidate === undefined
        ? []
        : [numericDrift('the predictions', stable, candidate)]
    return { figures: numberFigures(this.figures, confidence), cells: [], drift, calibration: [] }
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
