import { judge } from '@sluice/compat'
import { describe, expect, test } from 'vitest'
import { counted, metric, policy } from './rollout.ts'

// The decision record's formula, written out once more from the effects' odds ratios, 1.05 to 20.
const EFFECTS = Array.from({ length: 24 }, (_, j) => {
  const [low, high] = [Math.log(1.05), Math.log(20)]
  return low * (high / low) ** (j / 23)
})
const RISE = EFFECTS.map((d) => Math.min((d / Math.log(1.1)) ** 3, (Math.log(1.1) / d) ** 0.25))
const TOTAL = RISE.reduce((sum, weight) => sum + weight, 0)

/** The weighted mean of binomial likelihood ratios, each of them from its two success probabilities. */
function mixture(x: number, k: number, theta: number, side: 1 | -1): number {
  const odds = theta / (1 - theta)
  const ratios = EFFECTS.map((d) => {
    const other = (odds * Math.exp(side * d)) / (1 + odds * Math.exp(side * d))
    return Math.exp(x * Math.log(other / theta) + (k - x) * Math.log((1 - other) / (1 - theta)))
  })
  return ratios.reduce((sum, ratio, j) => sum + ((RISE[j] ?? 0) / TOTAL) * ratio, 0)
}

function evidenceFor(row: readonly number[], weight = 50) {
  const [evidence] = judge(policy([metric()]), [
    counted(
      Array.from({ length: 12 }, () => row),
      weight,
    ),
  ])
  if (evidence?.logE === undefined) throw new Error('the judge gave no evidence')
  return { logE: evidence.logE, effect: evidence.effect }
}

// Even blocks, so that no guard tempers anything once there are ten of them.
describe('the evidence about a rate', () => {
  test('is the weighted mean of likelihood ratios against "not worse"', () => {
    const { logE } = evidenceFor([11, 1000, 10, 1000])
    expect(logE.fail).toBeCloseTo(Math.log(mixture(132, 252, 0.5, 1)), 9)
    const uneven = evidenceFor([7, 500, 95, 9500], 5)
    expect(uneven.logE.fail).toBeCloseTo(Math.log(mixture(84, 1224, 0.05, 1)), 9)
  })

  test('is the same mean against "worse than the margin"', () => {
    const { logE } = evidenceFor([10, 1000, 10, 1000])
    expect(logE.pass).toBeCloseTo(Math.log(mixture(120, 240, 1.25 / 2.25, -1)), 9)
  })

  test('bounds the ratio where that mean reaches 1/alpha', () => {
    const { effect } = evidenceFor([12, 1000, 10, 1000])
    const share = (ratio: number) => ratio / (1 + ratio)
    expect(mixture(144, 264, share(effect.low ?? NaN), 1)).toBeCloseTo(20, 4)
    expect(mixture(144, 264, share(effect.high ?? NaN), -1)).toBeCloseTo(20, 4)
  })
})
