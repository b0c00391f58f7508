import { excessP, tangoInterval } from '@sluice/judge'
import type { Arm } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { judged, share, type Asked } from './asked.ts'

const NONE: Arm = { kind: 'absent', absence: 'not_observed' }

function discord(b: number, c: number, n: number, margin = 0.01): Asked {
  return {
    test: 'difference',
    margin,
    baseline: share(c, n),
    candidate: share(b, n),
    paired: { candidateOnly: b, baselineOnly: c },
  }
}

describe('paired', () => {
  test.each([
    [58, 2, 2352, 0.95, 0.018918381170636954, 0.02970757850134675],
    [19, 1, 2352, 0.95, 0.004940262127713647, 0.011347519074613007],
    [9, 1, 2352, 0.95, 0.0014137667257756467, 0.006187967220567732],
    [14, 5, 54, 0.975, 0.009076955250802037, 0.3205261024501557],
  ])(
    "Tango's interval of %i against %i in %i, solved with SciPy's brentq",
    (b, c, n, confidence, low, high) => {
      const found = tangoInterval(b, c, n, confidence)
      expect(found.low).toBeCloseTo(low, 8)
      expect(found.high).toBeCloseTo(high, 8)
    },
  )

  // 'max(normal, binomial, Poisson)' of SciPy 1.x: norm.sf(Tango's score), binom.sf(b - 1, b + c, 0.5), and the sum of
  // poisson.pmf over all pairs of counts whose score is as large.
  test.each([
    [8, 1, 2000, 0.001, 0.0475155674654332],
    [30, 5, 2000, 0.005, 0.0034909095136684575],
    [19, 1, 2352, 0.005, 0.06396701388681007],
    [58, 2, 2352, 0.01, 9.760385731305755e-7],
    [60, 30, 1000, 0.01, 0.01668305882180654],
  ])('the chance of %i against %i in %i beyond a margin of %f', (b, c, n, margin, p) => {
    expect(excessP(b, c, n, margin, false) / p).toBeCloseTo(1, 8)
  })

  test('the language models: one is beyond a point, one may be, one is certainly worse and within a point', () => {
    const [extrasmall, small, medium] = [
      discord(58, 2, 2352),
      discord(19, 1, 2352),
      discord(9, 1, 2352),
    ].flatMap((one) => judged([one]))
    expect(extrasmall).toMatchObject({ finding: 'worse', reason: 'regression' })
    expect(small).toMatchObject({ finding: 'unknown', reason: 'more_trials_needed' })
    expect(medium).toMatchObject({ finding: 'fine', reason: 'tolerated_change' })
  })

  test("Holm's correction: what is certain alone is not certain among a hundred", () => {
    expect(judged([discord(9, 1, 100_000, 0)])[0]?.finding).toBe('worse')
    const many = judged(Array.from({ length: 100 }, () => discord(9, 1, 100_000, 0)))
    expect(many.map(({ finding }) => finding)).not.toContain('worse')
  })

  test('a rate within its budget passes, beyond it fails, and too few trials leave it open', () => {
    const budget = (events: number, n: number): Asked => ({
      test: 'budget',
      margin: 0.01,
      baseline: NONE,
      candidate: share(events, n),
    })
    expect(judged([budget(0, 299)])[0]).toMatchObject({ finding: 'fine', reason: 'difference_within_budget' })
    expect(judged([budget(0, 298)])[0]).toMatchObject({ finding: 'unknown', needed: 1 })
    expect(judged([budget(20, 500)])[0]).toMatchObject({
      finding: 'worse',
      reason: 'difference_beyond_budget',
    })
  })

  test('a quantile is held by the share of values above its limit', () => {
    const values = (n: number, slow: number): Arm => ({
      kind: 'values',
      values: Array.from({ length: n }, (_, i) => (i < slow ? 900 : 100)),
    })
    const p99 = (n: number, slow: number): Asked => ({
      test: 'limit',
      margin: 250,
      kind: 'quantile',
      quantile: 0.99,
      baseline: NONE,
      candidate: values(n, slow),
    })
    expect(judged([p99(10_000, 50)])[0]).toMatchObject({ finding: 'fine', reason: 'limit_kept' })
    expect(judged([p99(10_000, 200)])[0]).toMatchObject({ finding: 'worse', reason: 'limit_exceeded' })
    expect(judged([p99(100, 0)])[0]?.finding).toBe('unknown')
  })

  test('silence never passes', () => {
    const absent: Arm = { kind: 'absent', absence: 'no_data' }
    expect(judged([{ test: 'budget', margin: 1, baseline: NONE, candidate: absent }])[0]).toMatchObject({
      finding: 'unknown',
      reason: 'no_data',
    })
    expect(judged([{ test: 'difference', margin: 1, baseline: absent, candidate: absent }])[0]?.finding).toBe(
      'unknown',
    )
    expect(
      judged([{ test: 'no such test', margin: 1, baseline: NONE, candidate: share(0, 9999) }])[0]?.finding,
    ).toBe('unknown')
  })

  test('discordant pairs that do not fit their own table are refused', () => {
    const made = { ...discord(2, 0, 1000), paired: { candidateOnly: 0, baselineOnly: 0 } }
    expect(judged([made])[0]).toMatchObject({ finding: 'unknown', reason: 'wrong_samples' })
  })
})
