import { tokenNumber, type AnswerKind } from './contract.ts'
import { FigureTally, type FigureObserver } from './figure-tally.ts'

/** Predictions within this share of each other agree. */
const CLOSE = 0.01
/** Predictions this near to the truth, as a share of them, are only rounded. */
const ROUNDING = 1e-9

export const regressionKind: AnswerKind = {
  tally: () => new FigureTally(observeNumbers),
  truth: 'error growth',
}

/** Numbers: their shift, and with a label the absolute errors. */
const observeNumbers: FigureObserver = (answers, add) => {
  const stable = tokenNumber(answers.stable)
  const candidate = tokenNumber(answers.candidate)
  const truth = tokenNumber(answers.label)
  if (stable === undefined || candidate === undefined || isTooLarge(stable, candidate, truth))
    return undefined
  add('stable prediction', stable)
  add('candidate prediction', candidate)
  add('shift', candidate - stable)
  add('stable squared', stable * stable)
  add('candidate squared', candidate * candidate)
  add('product', stable * candidate)
  const agree = Math.abs(candidate - stable) <= CLOSE * Math.max(Math.abs(stable), Math.abs(candidate))
  if (truth === undefined) return { agree, apart: agree ? 0 : Math.abs(candidate - stable) }
  const [before, after] = [errorOf(stable, truth), errorOf(candidate, truth)]
  add('stable absolute error', before)
  add('candidate absolute error', after)
  add('stable squared error', before * before)
  add('candidate squared error', after * after)
  return { agree, loss: { stable: before, candidate: after } }
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
