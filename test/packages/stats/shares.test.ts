import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'

const share = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.double({ noNaN: true, min: 0, max: 1 }))
  .map(([trials, part]) => ({ events: Math.round(trials * part), trials }))

describe('intervals of shares', () => {
  test('every interval holds the share that was seen and stays within [0, 1]', () => {
    fc.assert(
      fc.property(share, ({ events, trials }) => {
        for (const interval of [stats.wilson, stats.clopperPearson]) {
          const { low, high } = interval(events, trials)
          expect(low).toBeLessThanOrEqual(events / trials + 1e-12)
          expect(high).toBeGreaterThanOrEqual(events / trials - 1e-12)
          expect(low >= 0 && high <= 1).toBe(true)
        }
      }),
    )
  })

  test('differences hold the difference seen, and swapping the arms mirrors them', () => {
    fc.assert(
      fc.property(share, share, (x, y) => {
        const seen = x.events / x.trials - y.events / y.trials
        for (const interval of [stats.newcombe, stats.miettinenNurminen]) {
          const [there, back] = [interval(x, y), interval(y, x)]
          expect(there.low).toBeLessThanOrEqual(seen + 1e-9)
          expect(there.high).toBeGreaterThanOrEqual(seen - 1e-9)
          expect(there.low).toBeCloseTo(-back.high, 6)
        }
      }),
    )
  })

  test('the score interval solves its own equation where statsmodels solves a neighbouring one', () => {
    const [x, y] = [
      { events: 7, trials: 50 },
      { events: 3, trials: 50 },
    ]
    const own = stats.miettinenNurminen(x, y)
    const theirs = stats.miettinenNurminen(x, y, 0.95, 'statsmodels')
    // statsmodels 0.15, confint_proportions_2indep(7, 50, 3, 50, method='score').
    expect(theirs.low).toBeCloseTo(-0.04268141037425535, 9)
    expect(theirs.high).toBeCloseTo(0.2098036886465155, 9)
    expect(own.low).toBeLessThan(theirs.low)
    expect(own.high).toBeGreaterThan(theirs.high)
  })

  test('Fisher leaves no gap between its two sides', () => {
    fc.assert(
      fc.property(share, share, (x, y) => {
        const fisher = (side: stats.Alternative): number =>
          stats.fisherExact(x.events, x.trials, y.events, y.trials, side)
        expect(fisher('less') + fisher('greater')).toBeGreaterThanOrEqual(1 - 1e-9)
        expect(fisher('two-sided')).toBeGreaterThanOrEqual(
          Math.min(fisher('less'), fisher('greater')) - 1e-12,
        )
      }),
    )
  })

  test('a million trials on either side leave no tail without a number', () => {
    expect(stats.fisherExact(2_000, 20_000, 600_000, 1_000_000, 'greater')).toBe(1)
    expect(stats.fisherExact(600_000, 1_000_000, 2_000, 20_000, 'less')).toBe(1)
    expect(stats.fisherExact(600_000, 1_000_000, 2_000, 20_000)).toBe(0)
  })

  test('McNemar depends on discordant pairs only', () => {
    // R 4.2 / exact2x2: mcnemar.exact for 10 against 25 discordant pairs.
    expect(stats.mcnemarExact(10, 25)).toBeCloseTo(2 * stats.binomialAtMost(10, 35, 0.5), 14)
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (a, b) => {
        expect(stats.mcnemarExact(a, b)).toBe(stats.mcnemarExact(b, a))
      }),
    )
    expect(stats.mcnemarExact(0, 0)).toBe(1)
  })
})

describe('several answers at once', () => {
  const ps = fc.array(fc.double({ noNaN: true, min: 0, max: 1 }), { minLength: 1, maxLength: 20 })

  test('adjusting never lowers a p, keeps its order, and follows the order of the input', () => {
    const methods = ['bonferroni', 'holm', 'hommel', 'benjamini-hochberg', 'benjamini-yekutieli'] as const
    fc.assert(
      fc.property(ps, fc.constantFrom(...methods), (p, method) => {
        const adjusted = stats.adjustP(p, method)
        expect(adjusted.every((value, i) => value >= (p[i] ?? 0) - 1e-15 && value <= 1)).toBe(true)
        expect(stats.adjustP(p.toReversed(), method).toReversed()).toEqual(adjusted)
      }),
    )
  })
})
