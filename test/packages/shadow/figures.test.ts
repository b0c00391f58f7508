import { models } from '@sluice/shadow'
import { shadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

describe('figures with their errors', () => {
  test('kappa, as in statsmodels', () => {
    // statsmodels.stats.inter_rater.cohens_kappa([[44, 5, 1], [7, 20, 3], [9, 5, 6]])
    const cells = [
      ['a', 'a', 44],
      ['a', 'b', 5],
      ['a', 'c', 1],
      ['b', 'a', 7],
      ['b', 'b', 20],
      ['b', 'c', 3],
      ['c', 'a', 9],
      ['c', 'b', 5],
      ['c', 'c', 6],
    ] as const
    expect(models.kappa(cells)?.value).toBeCloseTo(0.49152542372881347, 12)
    expect(models.kappa(cells)?.error).toBeCloseTo(0.07212745929334068, 12)
  })

  test("the area under the curve, with DeLong's error worked out pair by pair with numpy", () => {
    // Each score with its positives and negatives.
    const counts = [
      [0.9, 1, 0],
      [0.8, 2, 1],
      [0.7, 0, 1],
      [0.6, 1, 0],
      [0.4, 1, 1],
      [0.35, 1, 0],
      [0.3, 0, 2],
      [0.2, 0, 1],
      [0.1, 0, 1],
    ] as const
    const groups = counts.map(([score, positives, negatives]) => ({ score, positives, negatives }))
    expect(models.areaUnderCurve(groups).value).toBeCloseTo(0.7976190476190477, 12)
    expect(models.areaUnderCurve(groups).error).toBeCloseTo(0.12821820969367867, 12)
    expect(models.areaUnderCurve(groups.filter(({ positives }) => positives === 0)).value).toBeNaN()
  })

  test('the interval of the concordance correlation holds in nineteen of twenty samples', () => {
    const random = seeded(3)
    const [shift, scale, correlation] = [0.4, 1.3, 0.8]
    const truth = (2 * correlation * scale) / (1 + scale ** 2 + shift ** 2)
    let held = 0
    const runs = 2000
    for (let run = 0; run < runs; run++) {
      const sums = { x: 0, y: 0, xx: 0, yy: 0, xy: 0 }
      const n = 100
      for (let k = 0; k < n; k++) {
        const x = gaussian(random)
        const y = shift + scale * (correlation * x + Math.sqrt(1 - correlation ** 2) * gaussian(random))
        sums.x += x / n
        sums.y += y / n
        sums.xx += (x * x) / n
        sums.yy += (y * y) / n
        sums.xy += (x * y) / n
      }
      const { low = 1, high = -1 } = models.concordanceFrom(n, sums, 0.95) ?? {}
      if (low <= truth && truth <= high) held++
    }
    expect(held / runs).toBeGreaterThan(0.93)
    expect(held / runs).toBeLessThan(0.97)
  })

  test('all of a classifier that can have an interval have one, around their value', () => {
    const random = seeded(9)
    const records = ndjson(
      Array.from({ length: 500 }, (_, id) => ({
        id,
        truth: id % 3 === 0 ? 'yes' : 'no',
        prediction: random() < 0.6 ? 'yes' : 'no',
        score: Math.min(1, random() * (id % 3 === 0 ? 1.2 : 0.9)),
      })),
    )
    const other = records
      .replaceAll('"score":0.3', '"score":0.4')
      .replaceAll(/(\{"id":\d*7,.*?)"yes"\}?/g, '$1"yes"')
    const words = { kind: '{ classification: { positive: yes } }', label: 'truth' }
    const { figures = [], drift = [] } =
      shadowDetails(verdictOn(compared([records, other], words), words).details)?.model ?? {}
    const bare = figures.filter(({ low, high }) => low === undefined || high === undefined)
    expect(bare.map(({ name }) => name)).toEqual([
      'only the stable model is right',
      'only the candidate is right',
      "McNemar's exact p",
    ])
    for (const { name, value, low = NaN, high = NaN } of [...figures, ...drift].filter(
      (each) => !bare.includes(each),
    )) {
      expect([name, low <= value && value <= high]).toEqual([name, true])
    }
    expect(figures.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "Cohen's kappa",
        'Brier score',
        'log-loss',
        'calibration error',
        'average precision',
      ]),
    )
    expect(drift).toHaveLength(2)
  })
})
