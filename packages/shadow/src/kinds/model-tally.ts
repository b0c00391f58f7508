import { addPairedCounts, emptyPairedCounts, notePair, type PairedCounts } from '../tally/paired-counts.ts'
import { Distribution, type DistributionData } from '../tally/distribution.ts'
import { AnswerExamples } from './answer-examples.ts'
import { addAgreement, emptyAgreement, noteAnswer, type Agreement } from './agreement.ts'
import {
  tokenNumber,
  type Answers,
  type JudgedAnswer,
  type KindTally,
  type ModelPaths,
  type Plain,
} from './contract.ts'
import { addLoss, emptyLoss, noteLoss, settledLoss, type Loss } from './loss.ts'
import { ANSWER_KINDS, type KindName } from './registry.ts'

/** What is known of some inputs: how often the models agree, who is right, and how far off they are. */
export interface AnsweredCounts {
  readonly agreement: Agreement
  readonly loss: Loss
}

/** A model comparison as plain data. */
export interface ModelData {
  readonly overall: AnsweredCounts
  readonly repeated: number
  readonly differed: PairedCounts
  readonly slices: readonly (readonly [string, AnsweredCounts])[]
  readonly inputs: readonly (readonly [DistributionData, DistributionData])[]
  readonly detail: Plain
  readonly examples: Plain
}

/** Compares what two models said: agreement and correctness overall and by slice, and what the kind of model adds. */
export class ModelTally {
  readonly overall = emptyAnswered()
  /** Inputs that the stable model answered a second time. */
  repeated = 0
  /** Inputs by which of candidate and repeat disagreed with the stable model's answer. */
  readonly differed = emptyPairedCounts()
  readonly slices = new Map<string, AnsweredCounts>()
  readonly inputs: readonly (readonly [Distribution, Distribution])[]
  readonly detail: KindTally
  readonly examples = new AnswerExamples()

  constructor(kind: KindName, paths: ModelPaths) {
    const { tally } = ANSWER_KINDS[kind]
    if (tally === undefined) throw new Error(`kind ${kind} has no answers of models`)
    this.detail = tally(paths)
    this.inputs = paths.inputs.map(() => [new Distribution(), new Distribution()])
  }

  /** Notes one input; `repeat` where there was a second record of the stable model, with its answer. */
  observe(
    answers: Answers,
    repeat: { readonly answer: string | undefined; readonly score?: string | undefined } | undefined,
    slices: readonly string[],
  ): void {
    const judged = answers.disputed
      ? undefined
      : this.detail.observe({ ...answers, repeat: repeat?.answer, repeatScore: repeat?.score })
    noteAnswered(this.overall, judged)
    for (const name of slices) noteAnswered(this.#slice(name), judged)
    if (judged !== undefined) {
      const isNoisy = this.#repeat(answers, repeat?.answer, judged)
      this.examples.note(answers, judged, isNoisy, slices)
    }
    answers.inputs.forEach((tokens, k) => {
      tokens.forEach((token, arm) => {
        const value = tokenNumber(token)
        if (value !== undefined) this.inputs[k]?.[arm === 0 ? 0 : 1].add(value)
      })
    })
  }

  /** Says whether the stable model answered otherwise the second time. */
  #repeat({ stable }: Answers, again: string | undefined, { agree }: JudgedAnswer): boolean {
    const steady = again === undefined ? undefined : this.detail.agree(stable, again)
    if (steady !== undefined) this.repeated++
    notePair(this.differed, !agree, steady === false, steady !== undefined)
    return steady === false
  }

  data(): ModelData {
    return {
      overall: plain(this.overall),
      repeated: this.repeated,
      differed: this.differed,
      slices: [...this.slices]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, answered]) => [name, plain(answered)]),
      inputs: this.inputs.map(([stable, candidate]) => [stable.data(), candidate.data()]),
      detail: this.detail.data(),
      examples: this.examples.data(),
    }
  }

  merge(data: ModelData): void {
    addAnswered(this.overall, data.overall)
    this.repeated += data.repeated
    addPairedCounts(this.differed, data.differed)
    for (const [name, answered] of data.slices) addAnswered(this.#slice(name), answered)
    data.inputs.forEach(([stable, candidate], k) => {
      this.inputs[k]?.[0].merge(stable)
      this.inputs[k]?.[1].merge(candidate)
    })
    this.detail.merge(data.detail)
    this.examples.merge(data.examples)
  }

  #slice(name: string): AnsweredCounts {
    const known = this.slices.get(name) ?? emptyAnswered()
    this.slices.set(name, known)
    return known
  }
}

function emptyAnswered(): AnsweredCounts {
  return { agreement: emptyAgreement(), loss: emptyLoss() }
}

function noteAnswered({ agreement, loss }: AnsweredCounts, judged: JudgedAnswer | undefined): void {
  noteAnswer(agreement, judged)
  if (judged?.loss !== undefined) noteLoss(loss, judged.loss.stable, judged.loss.candidate)
}

function addAnswered(into: AnsweredCounts, from: AnsweredCounts): void {
  addAgreement(into.agreement, from.agreement)
  addLoss(into.loss, from.loss)
}

function plain({ agreement, loss }: AnsweredCounts): AnsweredCounts {
  return { agreement, loss: settledLoss(loss) }
}
