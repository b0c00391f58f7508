import { Distribution, type DistributionData } from '../tally/distribution.ts'
import { tokenText } from '../tally/read-text.ts'
import {
  tokenNumber,
  type AnswerGuard,
  type Answers,
  type JudgedAnswer,
  type AnswerKind,
  type KindDetails,
  type KindTally,
  type Plain,
} from './contract.ts'
import { classFigures } from './figures/classes.ts'
import { numberFigures } from './figures/numbers.ts'
import { answerDrift } from './figures/drift.ts'
import { LEAST_APART } from './answer-examples.ts'
import { addAgreement, emptyAgreement, noteAnswer, type Agreement } from './agreement.ts'
import { ScoreGuard } from './score-guard.ts'
import { CrossTable, MOST_CLASSES, OTHER_CLASSES } from './cross-table.ts'
import {
  calibrationOf,
  emptyScores,
  mergeScores,
  noteScore,
  plainOf,
  plainScores,
  type ScoresData,
} from './score-counts.ts'

export const classificationKind: AnswerKind = {
  tally: ({ positive }) => new ClassificationTally(positive),
  truth: 'accuracy loss',
  score: ['score'],
}

/** Counts classes: who said what, flips between them, and how good the scores are. */
class ClassificationTally implements KindTally {
  readonly flips = new CrossTable()
  readonly truth = { stable: new CrossTable(), candidate: new CrossTable() }
  /** By class of the truth: inputs by which model is right. */
  readonly byTruth = new Map<string, Agreement>()
  readonly shift = new Distribution()
  readonly scores = { stable: new Distribution(), candidate: new Distribution() }
  readonly quality = { stable: emptyScores(), candidate: emptyScores() }
  readonly #guard = new ScoreGuard()
  readonly #positive: string | undefined

  constructor(positive: string | undefined) {
    this.#positive = positive
  }

  observe(answers: Answers): JudgedAnswer | undefined {
    const agree = this.agree(answers.stable, answers.candidate)
    if (answers.stable === undefined || answers.candidate === undefined || agree === undefined)
      return undefined
    const stable = tokenText(answers.stable)
    const candidate = tokenText(answers.candidate)
    this.flips.add(stable, candidate)
    this.#score(answers)
    if (answers.label === undefined || answers.label === 'null') {
      const moved = this.#guard.observe(answers, this.#positive, undefined)
      // Another class is told as such, however sure either model is.
      return agree && moved >= LEAST_APART ? { agree, apart: moved } : { agree }
    }
    const label = tokenText(answers.label)
    this.truth.stable.add(label, stable)
    this.truth.candidate.add(label, candidate)
    const judged = { agree, right: { stable: stable === label, candidate: candidate === label } }
    this.#guard.observe(answers, this.#positive, judged.right)
    noteAnswer(this.#truthOf(label), judged)
    return judged
  }

  #truthOf(label: string): Agreement {
    const name = this.byTruth.has(label) || this.byTruth.size < MOST_CLASSES ? label : OTHER_CLASSES
    const known = this.byTruth.get(name) ?? emptyAgreement()
    this.byTruth.set(name, known)
    return known
  }

  agree(stable: string | undefined, other: string | undefined): boolean | undefined {
    if (stable === undefined || other === undefined) return undefined
    return tokenText(stable) === tokenText(other)
  }

  #score(answers: Answers): void {
    const stable = tokenNumber(answers.stableScore)
    const candidate = tokenNumber(answers.candidateScore)
    if (stable === undefined || candidate === undefined) return
    this.scores.stable.add(stable)
    this.scores.candidate.add(candidate)
    this.shift.add(candidate - stable)
    if (this.#positive === undefined || answers.label === undefined) return
    const positive = tokenText(answers.label) === this.#positive
    noteScore(this.quality.stable, stable, positive)
    noteScore(this.quality.candidate, candidate, positive)
  }

  details(confidence: number): KindDetails {
    const cells = this.flips.cells()
    return {
      figures: [
        ...classFigures(cells, this.shift, this.quality, confidence),
        ...numberFigures(this.#guard.figures, confidence),
      ],
      cells,
      drift: answerDrift(cells, this.scores),
      calibration: [this.quality.stable, this.quality.candidate].map(calibrationOf),
    }
  }

  guards(): readonly AnswerGuard[] {
    return this.#guard.guards()
  }

  data(): Plain {
    return {
      guard: this.#guard.data(),
      byTruth: [...this.byTruth].sort(([a], [b]) => (a < b ? -1 : 1)) as unknown as Plain,
      flips: this.flips.cells(),
      truth: [this.truth.stable.cells(), this.truth.candidate.cells()],
      scores: [this.scores.stable, this.scores.candidate, this.shift].map((d) => plainOf(d)),
      quality: [plainScores(this.quality.stable), plainScores(this.quality.candidate)],
    }
  }

  merge(data: Plain): void {
    const { guard, byTruth, flips, truth, scores, quality } = data as unknown as {
      guard: Plain
      byTruth: readonly (readonly [string, Agreement])[]
      flips: Plain
      truth: readonly [Plain, Plain]
      scores: readonly [DistributionData, DistributionData, DistributionData]
      quality: readonly [ScoresData, ScoresData]
    }
    this.#guard.merge(guard)
    for (const [label, counts] of byTruth) addAgreement(this.#truthOf(label), counts)
    this.flips.merge(flips)
    this.truth.stable.merge(truth[0])
    this.truth.candidate.merge(truth[1])
    this.scores.stable.merge(scores[0])
    this.scores.candidate.merge(scores[1])
    this.shift.merge(scores[2])
    mergeScores(this.quality.stable, quality[0])
    mergeScores(this.quality.candidate, quality[1])
  }
}
