import { parsedLine } from '../formats/line-reader.ts'
import { tokenText } from '../tally/read-text.ts'
import { tokenNumber } from './contract.ts'

/** The probability of each class: by its name, or by its number where they are a list. */
export type Probabilities = ReadonlyMap<string, number>

/** A sum that is further from 1 than this is not rounding: three decimals of 20 classes are off by 0.01. */
const SUM_OFF = 0.02
/** Log-loss takes probabilities no nearer to 0 than this, as scikit-learn does for doubles. */
const CLIP = 2 ** -52

/**
 * The probabilities that a token is, a list or an object by class; undefined for anything else, such as one number.
 * Whether they are sound is another question.
 */
export function probabilitiesIn(token: string | undefined): Probabilities | undefined {
  if (token === undefined || !/^[[{]/.test(token)) return undefined
  const data = parsedLine(token)
  if (typeof data !== 'object' || data === null) return undefined
  const entries = Object.entries(data) as readonly (readonly [string, unknown])[]
  if (
    entries.length === 0 ||
    !entries.every((entry): entry is [string, number] => typeof entry[1] === 'number')
  )
    return undefined
  return new Map(entries)
}

/** Whether all lie between 0 and 1 and add up to 1. */
export function areSound(of: Probabilities): boolean {
  const values = [...of.values()]
  const sum = values.reduce((total, value) => total + value, 0)
  return values.every((value) => value >= -1e-6 && value <= 1 + 1e-6) && Math.abs(sum - 1) <= SUM_OFF
}

/** How far two answers lie apart: half the sum of |p - q| (total variation), 0 for the same and 1 for nothing in common. */
export function distanceOf(a: Probabilities, b: Probabilities): number {
  let sum = 0
  for (const [name, p] of a) sum += Math.abs(p - (b.get(name) ?? 0))
  for (const [name, q] of b) if (!a.has(name)) sum += Math.abs(q)
  return sum / 2
}

/** The same of two scores, each a list, an object or one probability; undefined where they are not alike. */
export function scoreDistance(a: string | undefined, b: string | undefined): number | undefined {
  const [p, q] = [probabilitiesIn(a), probabilitiesIn(b)]
  if (p !== undefined && q !== undefined) return distanceOf(p, q)
  const [x, y] = [tokenNumber(a), tokenNumber(b)]
  return x !== undefined && y !== undefined && isShare(x) && isShare(y) ? Math.abs(x - y) : undefined
}

/** Shannon's entropy, in nats. */
export function entropyOf(of: Probabilities): number {
  return [...of.values()].reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0)
}

/** The largest probability, which is how sure an answer is. */
export function surenessOf(of: Probabilities): number {
  return Math.max(...of.values())
}

/** Minus the logarithm of the probability given to what was true. */
export function logLossOf(of: Probabilities, truth: string): number {
  return -Math.log(Math.min(1 - CLIP, Math.max(CLIP, of.get(truth) ?? 0)))
}

/** Squared distance from the truth, over all classes (Brier, 1950): from 0 to 2. */
export function brierOf(of: Probabilities, truth: string): number {
  let sum = of.has(truth) ? 0 : 1
  for (const [name, p] of of) sum += (p - (name === truth ? 1 : 0)) ** 2
  return sum
}

/** Whether what was true is among the k most probable; of equal ones the first counts. */
export function isInTop(of: Probabilities, truth: string, k: number): boolean {
  const own = of.get(truth)
  if (own === undefined) return false
  let before = 0
  let isBehind = false
  for (const [name, p] of of) {
    if (name === truth) isBehind = true
    else if (p > own || (p === own && !isBehind)) before++
  }
  return before < k
}

/** Half the squared distance of a score from the truth, from 0 to 1 whatever form the score has; undefined where it says nothing of it. */
export function scoreLoss(
  token: string | undefined,
  truth: string,
  { positive, isRight }: { readonly positive: string | undefined; readonly isRight: boolean },
): number | undefined {
  const all = probabilitiesIn(token)
  if (all !== undefined) return brierOf(all, truth) / 2
  const score = tokenNumber(token)
  if (score === undefined || !isShare(score)) return undefined
  const wanted = positive === undefined ? isRight : truth === positive
  return (score - Number(wanted)) ** 2
}

/** The truth as it names a class; undefined where there is none. */
export function truthIn(token: string | undefined): string | undefined {
  return token === undefined || token === 'null' ? undefined : tokenText(token)
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1
}
