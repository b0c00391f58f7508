import { arrayIn, type AnswerKind } from './contract.ts'
import { FigureTally, type FigureObserver } from './figure-tally.ts'

/** Vectors that point this nearly the same way agree. */
const ALIGNED = 0.99

export const embeddingKind: AnswerKind = { tally: () => new FigureTally(observeVectors) }

/** Vectors of numbers of one length: the angle between them, and how their lengths compare. */
const observeVectors: FigureObserver = (answers, add) => {
  const a = arrayIn(answers.stable)
  const b = arrayIn(answers.candidate)
  if (a === undefined || b === undefined || a.length !== b.length || a.length === 0) return undefined
  let [cross, first, second] = [0, 0, 0]
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k], b[k]]
    if (typeof x !== 'number' || typeof y !== 'number') return undefined
    cross += x * y
    first += x * x
    second += y * y
  }
  if (first === 0 || second === 0) return undefined
  const cosine = cross / Math.sqrt(first * second)
  add('cosine similarity', cosine)
  add('length ratio', Math.sqrt(second / first))
  const agree = cosine >= ALIGNED
  return { agree, apart: agree ? 0 : 1 - cosine }
}
