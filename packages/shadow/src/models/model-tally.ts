import type { Kind, ModelPaths } from '../comparison.ts'
import { Distribution, type DistributionData } from '../tally/distribution.ts'
import { addAgreement, emptyAgreement, noteAnswer, type Agreement } from './agreement.ts'
import { numberOf, type Answers, type KindTally, type Plain } from './answers.ts'
import { ClassificationTally } from './classification.ts'
import { FigureTally } from './figures.ts'
import { embedding, ranking, regression, text } from './observers.ts'

/** A model comparison as plain data. */
export interface ModelData {
  readonly overall: Agreement
  readonly slices: readonly (readonly [string, Agreement])[]
  readonly inputs: readonly (readonly [DistributionData, DistributionData])[]
  readonly detail: Plain
}

/** Compares what two models said: agreement and correctness overall and by slice, and what the kind of model adds. */
export class ModelTally {
  readonly overall = emptyAgreement()
  readonly slices = new Map<string, Agreement>()
  readonly inputs: readonly (readonly [Distribution, Distribution])[]
  readonly detail: KindTally

  constructor(kind: Kind, paths: ModelPaths) {
    this.detail = tallyOf(kind, paths)
    this.inputs = paths.inputs.map(() => [new Distribution(), new Distribution()])
  }

  observe(answers: Answers, slices: readonly string[]): void {
    const judged = this.detail.observe(answers)
    noteAnswer(this.overall, judged)
    for (const name of slices) noteAnswer(this.#slice(name), judged)
    answers.inputs.forEach((tokens, k) => {
      tokens.forEach((token, arm) => {
        const value = numberOf(token)
        if (value !== undefined) this.inputs[k]?.[arm === 0 ? 0 : 1].add(value)
      })
    })
  }

  data(): ModelData {
    return {
      overall: this.overall,
      slices: [...this.slices].sort(([a], [b]) => (a < b ? -1 : 1)),
      inputs: this.inputs.map(([stable, candidate]) => [stable.data(), candidate.data()]),
      detail: this.detail.data(),
    }
  }

  merge(data: ModelData): void {
    addAgreement(this.overall, data.overall)
    for (const [name, agreement] of data.slices) addAgreement(this.#slice(name), agreement)
    data.inputs.forEach(([stable, candidate], k) => {
      this.inputs[k]?.[0].merge(stable)
      this.inputs[k]?.[1].merge(candidate)
    })
    this.detail.merge(data.detail)
  }

  #slice(name: string): Agreement {
    const known = this.slices.get(name) ?? emptyAgreement()
    this.slices.set(name, known)
    return known
  }
}

function tallyOf(kind: Kind, paths: ModelPaths): KindTally {
  switch (kind) {
    case 'regression':
      return new FigureTally(regression)
    case 'ranking':
      return new FigureTally(ranking(paths))
    case 'embedding':
      return new FigureTally(embedding)
    case 'text':
      return new FigureTally(text)
    case 'classification':
    case 'json':
      return new ClassificationTally(paths.positive)
  }
}
