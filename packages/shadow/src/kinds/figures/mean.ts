import { meanError, normalUpperQuantile } from '@sluice/stats'
import type { ShadowFigure } from '@sluice/verdict'
import { countOf, pointsOf, type Distribution } from '../../tally/distribution.ts'
import { totalOf } from '../../tally/exact-sum.ts'

/** A mean and its standard error; Infinity where one value says nothing of it. */
export interface Mean {
  readonly n: number
  readonly value: number
  readonly error: number
}

/** The mean of n values from their sum and the sum of their squares. */
export function meanOf(n: number, sum: number, squares: number): Mean {
  const value = sum / n
  return { n, value, error: meanError({ n, m2: squares - sum * value }) }
}

/** The mean of what a distribution holds; undefined where that is nothing. Beyond 1,000 distinct values its error is near. */
export function meanIn(distribution: Distribution | undefined): Mean | undefined {
  const data = distribution?.data()
  const n = data === undefined ? 0 : countOf(data)
  if (data === undefined || n === 0) return undefined
  const value = totalOf(data.sum) / n
  const m2 = pointsOf(data).reduce((sum, [at, count]) => sum + count * (at - value) ** 2, 0)
  return { n, value, error: meanError({ n, m2 }) }
}

/** A figure with a normal interval around it; without one where its error is not known. */
export function normalFigure(
  name: string,
  { value, error }: Pick<Mean, 'value' | 'error'>,
  confidence: number,
): ShadowFigure {
  if (!Number.isFinite(error)) return { name, value }
  const reach = normalUpperQuantile((1 - confidence) / 2) * error
  return { name, value, low: value - reach, high: value + reach }
}

/** The candidate's mean as a figure beside the stable model's. */
export function besideFigure(
  name: string,
  stable: Distribution,
  candidate: Distribution,
  confidence: number,
): readonly ShadowFigure[] {
  return meanFigure(name, candidate, confidence).map((figure) => {
    const before = meanIn(stable)
    return before === undefined ? figure : { ...figure, stable: before.value }
  })
}

/** The mean of a distribution as a figure. */
export function meanFigure(name: string, of: Distribution, confidence: number): readonly ShadowFigure[] {
  const found = meanIn(of)
  return found === undefined ? [] : [normalFigure(`mean ${name}`, found, confidence)]
}
