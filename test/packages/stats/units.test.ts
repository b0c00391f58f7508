import {
  REGRESSION_LOG_WEIGHTS,
  unitArm,
  unitArmOfSums,
  unitLogE,
  type Side,
  type UnitArm,
  type UnitTally,
} from '@sluice/stats'
import { expect, test } from 'vitest'
import { isRow, listIn, numberOf, numbersOf } from '../../../dev/vectors/src/document.ts'
import { seeded } from '../judge/sequential/rollout.ts'
import { documentAt } from './oracle.ts'

function sumsOf(rows: readonly UnitTally[]): UnitArm {
  const total = (of: (sum: number, count: number) => number) =>
    rows.reduce((all, [sum, count]) => all + of(sum, count), 0)
  return unitArmOfSums({
    units: rows.length,
    sum: total((sum) => sum),
    count: total((_, count) => count),
    sumSquares: total((sum) => sum * sum),
    products: total((sum, count) => sum * count),
    countSquares: total((_, count) => count * count),
  })
}

/** Draws what test/oracles/make-units.py draws from the same seed. */
function judged(seed: number): { readonly logE: number; readonly effective: readonly number[] } {
  const random = seeded(seed)
  const rate = 0.02 + 0.2 * random()
  const ratio = 0.5 + 1.5 * random()
  const heavy = random()
  const draw = (p: number): readonly UnitTally[] =>
    Array.from({ length: 15 + Math.floor(random() * 60) }, () => {
      const count = 1 + Math.floor(40 * random() ** (1 + 4 * heavy))
      return [Math.min(count, Math.floor(count * p * 2 * random() + random())), count]
    })
  const [candidate, baseline] = [draw(rate * ratio), draw(rate)]
  let [side, slope, offset]: [Side, number, number] = [1, 1, 0]
  if (!(random() < 0.5)) [side, slope] = [-1, 1 + random()]
  if (random() < 0.3) [slope, offset] = [1, 0.01 + 0.05 * random()]
  const arm = random() < 0.3 ? sumsOf : unitArm
  const arms = [arm(candidate), arm(baseline)] as const
  return {
    logE: unitLogE(...arms, { slope, offset }, side, REGRESSION_LOG_WEIGHTS),
    effective: arms.map(({ effective }) => effective),
  }
}

test('evidence by units is what a second program gives, in 1,000 random pairs of arms', () => {
  const cases = listIn(documentAt('oracles/stats/units.json')).filter(isRow)
  expect(cases).toHaveLength(1000)
  for (const row of cases) {
    const seed = numberOf(row['seed'], 'seed')
    const theirs = [numberOf(row['logE'], 'logE'), ...numbersOf(row['effective'], 'effective')]
    const ours = judged(seed)
    for (const [i, value] of [ours.logE, ...ours.effective].entries()) {
      const other = theirs[i] ?? NaN
      expect(Math.abs(value - other), `number ${i} of seed ${seed}`).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(other)),
      )
    }
  }
})

test('units that count alike are all effective, and one that sends half tells as much as few', () => {
  const even = Array.from({ length: 50 }, (_, i): UnitTally => [i % 5 === 0 ? 1 : 0, 10])
  expect(unitArm(even)).toMatchObject({ units: 50, effective: 50, rate: 0.02 })
  expect(unitArm([...even, [5, 500]]).effective).toBeCloseTo(3.92, 2)
})

test('without events, or with one unit, nothing is said', () => {
  const none = unitArm([
    [0, 5],
    [0, 7],
  ])
  const line = { slope: 1, offset: 0 }
  expect(unitLogE(none, none, line, 1, REGRESSION_LOG_WEIGHTS)).toBe(0)
  const one = unitArm([[3, 9]])
  expect(unitLogE(one, one, line, -1, REGRESSION_LOG_WEIGHTS)).toBe(0)
})
