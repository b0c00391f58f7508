import { describe, expect, test } from 'vitest'
import { simulate, type Outcome } from '../../bench/shadow-simulation/runs.ts'
import { soundFields } from '../../bench/shadow-simulation/world.ts'

const RUNS = 1500
const OF_EACH = 5

/** Mean share of runs in which Diffy's filter reports a single sound field of one noise. */
function diffyOn({ fields }: Outcome, prefix: string): number {
  const own = [...fields].filter(([name]) => name.startsWith(prefix))
  expect(own).toHaveLength(OF_EACH)
  return own.reduce((sum, [, { diffy }]) => sum + diffy, 0) / own.length
}

describe('two identical versions, with fields that differ by themselves in 0.1, 1, 10 and 50 % of the pairs', () => {
  test.each([100, 1000, 10_000])('at most one run of twenty reports anything in %i pairs', (n) => {
    expect(simulate(RUNS, n, soundFields(OF_EACH), n).ours).toBeLessThanOrEqual(0.05)
  })

  test("Diffy's filter reports single sound fields in about 22 to 25 % of the same runs, and nearly every run as a whole", () => {
    const small = simulate(RUNS, 100, soundFields(OF_EACH), 100)
    const medium = simulate(RUNS, 1000, soundFields(OF_EACH), 1000)
    expect(diffyOn(medium, 'noise_0.1_')).toBeCloseTo(0.22, 1)
    expect(diffyOn(small, 'noise_1_')).toBeCloseTo(0.25, 1)
    expect(medium.diffy).toBeGreaterThan(0.6)
  })
})

test('a change in 2 % of 10,000 pairs under 10 % noise is found in 99 of 100 runs, and never by Diffy', () => {
  const fields = [...soundFields(OF_EACH), { name: 'broken', noise: 0.1, broken: 0.02 }]
  const found = simulate(400, 10_000, fields, 7).fields.get('broken')
  expect(found?.ours).toBeGreaterThanOrEqual(0.99)
  expect(found?.diffy).toBe(0)
})
