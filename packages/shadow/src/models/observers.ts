import type { ModelPaths } from '../comparison.ts'
import { readText } from '../tally/read-text.ts'
import { listOf, numberOf, type Judged } from './answers.ts'
import type { Observer } from './figures.ts'
import { discountedGain, rankMeasures } from './rank-measures.ts'

/** Predictions within this share of each other agree. */
const CLOSE = 0.01
/** Predictions this near to the truth, as a share of them, are only rounded. */
const ROUNDING = 1e-9
/** Vectors that point this nearly the same way agree. */
const ALIGNED = 0.99

/** Numbers: their shift, and with a label the absolute errors. */
export const regression: Observer = (answers, add) => {
  const stable = numberOf(answers.stable)
  const candidate = numberOf(answers.candidate)
  const truth = numberOf(answers.label)
  if (stable === undefined || candidate === undefined || isTooLarge(stable, candidate, truth))
    return undefined
  add('stable prediction', stable)
  add('candidate prediction', candidate)
  add('shift', candidate - stable)
  add('stable squared', stable * stable)
  add('candidate squared', candidate * candidate)
  add('product', stable * candidate)
  const agree = Math.abs(candidate - stable) <= CLOSE * Math.max(Math.abs(stable), Math.abs(candidate))
  if (truth === undefined) return { agree }
  const [before, after] = [errorOf(stable, truth), errorOf(candidate, truth)]
  add('stable absolute error', before)
  add('candidate absolute error', after)
  add('stable squared error', before * before)
  add('candidate squared error', after * after)
  return { agree, loss: { stable: before, candidate: after } }
}

/** Lists of names or of objects with an `id`: overlap and order at the top, and with relevant names the gain, less of which is a loss. */
export function ranking({ top }: ModelPaths): Observer {
  return (answers, add) => {
    const stable = namesOf(answers.stable)
    const candidate = namesOf(answers.candidate)
    if (stable === undefined || candidate === undefined) return undefined
    const found = rankMeasures(stable, candidate, top)
    add('same first result', Number(found.topSame))
    add(`overlap of the first ${top}`, found.overlap)
    add('rank-biased overlap', found.rankBiased)
    if (found.tau !== undefined) add("Kendall's tau", found.tau)
    const label = relevantIn(answers.label)
    const before = discountedGain(stable, new Set(label), top)
    const after = discountedGain(candidate, new Set(label), top)
    if (before === undefined || after === undefined) return { agree: found.sameOrder }
    add('stable discounted gain', before)
    add('candidate discounted gain', after)
    return { agree: found.sameOrder, loss: { stable: 1 - before, candidate: 1 - after } }
  }
}

/** Vectors of numbers of one length: the angle between them, and how their lengths compare. */
export const embedding: Observer = (answers, add) => {
  const a = listOf(answers.stable)
  const b = listOf(answers.candidate)
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
  return { agree: cosine >= ALIGNED }
}

/** Texts: equal but for space and case, words shared, and length. */
export const text: Observer = (answers, add) => {
  if (answers.stable === undefined || answers.candidate === undefined) return undefined
  const stable = wordsOf(readText(answers.stable))
  const candidate = wordsOf(readText(answers.candidate))
  add('words shared (F1)', sharedWords(stable, candidate))
  if (stable.length > 0) add('length ratio', candidate.length / stable.length)
  const agree = stable.join(' ') === candidate.join(' ')
  if (answers.label === undefined || answers.label === 'null') return { agree }
  const truth = wordsOf(readText(answers.label)).join(' ')
  const right: Judged['right'] = {
    stable: stable.join(' ') === truth,
    candidate: candidate.join(' ') === truth,
  }
  return { agree, right }
}

/** How far a number is off; what is only its rounding is not. */
function errorOf(predicted: number, truth: number): number {
  const off = Math.abs(predicted - truth)
  return off <= ROUNDING * Math.max(Math.abs(predicted), Math.abs(truth)) ? 0 : off
}

/** Whether squares of such numbers are infinite: they could not be added up. */
function isTooLarge(...values: readonly (number | undefined)[]): boolean {
  const largest = Math.max(...values.map((value) => Math.abs(value ?? 0)))
  return !Number.isFinite(4 * largest * largest)
}

/** The names of what is relevant: a list, or one; none where the truth is not known. */
function relevantIn(token: string | undefined): readonly string[] {
  if (token === undefined || token === 'null') return []
  return namesOf(token) ?? [readText(token)]
}

function namesOf(token: string | undefined): readonly string[] | undefined {
  return listOf(token)?.map((item) => {
    const id: unknown = typeof item === 'object' && item !== null && 'id' in item ? item.id : item
    return typeof id === 'string' ? id : JSON.stringify(id)
  })
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
