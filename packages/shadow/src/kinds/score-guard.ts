import { Distribution, type DistributionData } from '../tally/distribution.ts'
import { addLoss, emptyLoss, noteLoss, settledLoss, type Loss } from './loss.ts'
import type { AnswerGuard, Answers, Plain } from './contract.ts'
import {
  areSound,
  brierOf,
  distanceOf,
  entropyOf,
  isInTop,
  logLossOf,
  probabilitiesIn,
  scoreDistance,
  scoreLoss,
  surenessOf,
  truthIn,
  type Probabilities,
} from './probabilities.ts'

/** Largest mean shift of probabilities and largest loss of half a Brier score, where nobody says otherwise. */
const MOST_SHIFT = 0.1
const MOST_LOSS = 0.02
/** Largest share of answers whose probabilities are none. */
const MOST_UNSOUND = 0.01
const TOP = 3

interface Unsound {
  n: number
  stableOnly: number
  candidateOnly: number
  both: number
}

/** What scores say besides who is right: how far they move, what that costs where the truth is known, and whether they are sound. */
export class ScoreGuard {
  readonly figures = new Map<string, Distribution>()
  /** Distance of the candidate's scores, and of the repeat's: of all pairs, and of those with a repeat. */
  readonly #shift = emptyLoss()
  readonly #beyondNoise = emptyLoss()
  readonly #loss = emptyLoss()
  readonly #unsound: Unsound = { n: 0, stableOnly: 0, candidateOnly: 0, both: 0 }

  /** Notes the scores of one input and says how far they lie apart; 0 where that has no meaning. */
  observe(
    answers: Answers,
    positive: string | undefined,
    right: { readonly stable: boolean; readonly candidate: boolean } | undefined,
  ): number {
    const { stableScore, candidateScore, repeatScore } = answers
    const moved = scoreDistance(stableScore, candidateScore)
    if (moved === undefined) return 0
    noteLoss(this.#shift, 0, moved)
    const noise = scoreDistance(stableScore, repeatScore)
    if (noise !== undefined) noteLoss(this.#beyondNoise, noise, moved)
    const truth = truthIn(answers.label)
    const before = truth === undefined ? undefined : lossOf(stableScore, truth, positive, right?.stable)
    const after = truth === undefined ? undefined : lossOf(candidateScore, truth, positive, right?.candidate)
    if (before !== undefined && after !== undefined) noteLoss(this.#loss, before, after)
    const [p, q] = [probabilitiesIn(stableScore), probabilitiesIn(candidateScore)]
    if (p !== undefined && q !== undefined) this.#vectors(p, q, truth)
    return moved
  }

  #vectors(stable: Probabilities, candidate: Probabilities, truth: string | undefined): void {
    const [sound, still] = [areSound(stable), areSound(candidate)]
    this.#unsound.n++
    if (!sound && !still) this.#unsound.both++
    else if (!sound) this.#unsound.stableOnly++
    else if (!still) this.#unsound.candidateOnly++
    this.#add('shift of probabilities', distanceOf(stable, candidate))
    for (const [arm, of] of [
      ['stable', stable],
      ['candidate', candidate],
    ] as const) {
      this.#add(`${arm} highest probability`, surenessOf(of))
      this.#add(`${arm} entropy`, entropyOf(of))
      if (truth === undefined) continue
      this.#add(`${arm} log-loss`, logLossOf(of, truth))
      this.#add(`${arm} Brier score`, brierOf(of, truth))
      if (of.size > TOP) this.#add(`${arm} top-${TOP} accuracy`, Number(isInTop(of, truth, TOP)))
    }
  }

  guards(): readonly AnswerGuard[] {
    const shift = this.#beyondNoise.n > 0 ? this.#beyondNoise : this.#shift
    const all: readonly AnswerGuard[] = [
      {
        about: 'change',
        name: 'shift of probabilities',
        margin: MOST_SHIFT,
        loss: shift,
        unlessLabelled: true,
      },
      { about: 'change', name: 'Brier score loss', margin: MOST_LOSS, loss: this.#loss },
      {
        about: 'share',
        name: 'probabilities that do not add up to 1',
        margin: MOST_UNSOUND,
        ...this.#unsound,
        said: undefined,
      },
    ]
    return all.filter((guard) => (guard.about === 'change' ? guard.loss.n : guard.n) > 0)
  }

  data(): Plain {
    return {
      figures: [...this.figures]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, figure]) => [name, figure.data()]) as unknown as Plain,
      losses: [this.#shift, this.#beyondNoise, this.#loss].map(settledLoss) as unknown as Plain,
      unsound: this.#unsound as unknown as Plain,
    }
  }

  merge(data: Plain): void {
    const { figures, losses, unsound } = data as unknown as {
      figures: readonly (readonly [string, DistributionData])[]
      losses: readonly Loss[]
      unsound: Unsound
    }
    for (const [name, figure] of figures) this.#figure(name).merge(figure)
    ;[this.#shift, this.#beyondNoise, this.#loss].forEach((mine, k) => {
      const from = losses[k]
      if (from !== undefined) addLoss(mine, from)
    })
    for (const key of Object.keys(unsound) as (keyof Unsound)[]) this.#unsound[key] += unsound[key]
  }

  #add(name: string, value: number): void {
    this.#figure(name).add(value)
  }

  #figure(name: string): Distribution {
    const known = this.figures.get(name) ?? new Distribution()
    this.figures.set(name, known)
    return known
  }
}

function lossOf(
  token: string | undefined,
  truth: string,
  positive: string | undefined,
  isRight = false,
): number | undefined {
  return scoreLoss(token, truth, { positive, isRight })
}
