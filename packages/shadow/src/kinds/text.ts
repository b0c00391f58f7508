import { tokenText } from '../tally/read-text.ts'
import type { JudgedAnswer, AnswerKind } from './contract.ts'
import { FigureTally, type FigureObserver } from './figure-tally.ts'

export const textKind: AnswerKind = { tally: () => new FigureTally(observeTexts), truth: 'accuracy loss' }

/** Texts: equal but for space and case, words shared, and length. */
const observeTexts: FigureObserver = (answers, add) => {
  if (answers.stable === undefined || answers.candidate === undefined) return undefined
  const stable = wordsOf(tokenText(answers.stable))
  const candidate = wordsOf(tokenText(answers.candidate))
  add('words shared (F1)', sharedWords(stable, candidate))
  if (stable.length > 0) add('length ratio', candidate.length / stable.length)
  const agree = stable.join(' ') === candidate.join(' ')
  if (answers.label === undefined || answers.label === 'null') return { agree }
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
