import { tokenText } from '../tally/read-text.ts'
import type { AnswerGuard, AnswerKind, Answers, JudgedAnswer, KindTally, Plain } from './contract.ts'
import { FigureTally, type FigureObserver } from './figure-tally.ts'
import { SaidTexts } from './said-texts.ts'

export const textKind: AnswerKind = { tally: () => new TextTally(), truth: 'accuracy loss' }

/** Compares texts, and watches what they turn into. */
class TextTally implements KindTally {
  readonly #figures = new FigureTally(observeTexts)
  readonly #said = new SaidTexts()

  observe(answers: Answers): JudgedAnswer | undefined {
    const judged = this.#figures.observe(answers)
    const { stable, candidate, repeat } = answers
    if (judged !== undefined && stable !== undefined && candidate !== undefined) {
      const again = repeat === undefined ? undefined : plainly(repeat)
      this.#said.observe(answers, plainly(stable), plainly(candidate), again)
    }
    return judged
  }

  agree(stable: string | undefined, other: string | undefined): boolean | undefined {
    return this.#figures.agree(stable, other)
  }

  details(confidence: number): ReturnType<KindTally['details']> {
    return this.#figures.details(confidence)
  }

  guards(): readonly AnswerGuard[] {
    return this.#said.guards()
  }

  data(): Plain {
    return { figures: this.#figures.data(), said: this.#said.data() }
  }

  merge(data: Plain): void {
    const { figures, said } = data as { readonly figures: Plain; readonly said: Plain }
    this.#figures.merge(figures)
    this.#said.merge(said)
  }
}

/** A text without what does not change what it says: case, and how much space is where. */
function plainly(token: string): string {
  return wordsOf(tokenText(token)).join(' ')
}

/** Texts: equal but for space and case, words shared, and length. */
const observeTexts: FigureObserver = (answers, add) => {
  if (answers.stable === undefined || answers.candidate === undefined) return undefined
  const stable = wordsOf(tokenText(answers.stable))
  const candidate = wordsOf(tokenText(answers.candidate))
  const shared = sharedWords(stable, candidate)
  add('words shared (F1)', shared)
  if (stable.length > 0) add('length ratio', candidate.length / stable.length)
  const agree = stable.join(' ') === candidate.join(' ')
  if (answers.label === undefined || answers.label === 'null') return { agree, apart: 1 - shared }
  const truth = wordsOf(tokenText(answers.label)).join(' ')
  const right: JudgedAnswer['right'] = {
    stable: stable.join(' ') === truth,
    candidate: candidate.join(' ') === truth,
  }
  return { agree, right }
}

function wordsOf(said: string): readonly string[] {
  return said
    .normalize('NFC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

function sharedWords(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 1
  const left = new Map<string, number>()
  for (const word of a) left.set(word, (left.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of b) {
    const count = left.get(word) ?? 0
    if (count > 0) shared++
    left.set(word, count - 1)
  }
  return (2 * shared) / (a.length + b.length)
}
