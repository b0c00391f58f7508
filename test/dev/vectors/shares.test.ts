import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'
import * as methods from '@sluice/vectors'

const share = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.double({ noNaN: true, min: 0, max: 1 }))
  .map(([trials, part]) => ({ events: Math.round(trials * part), trials }))

describe('shares', () => {
  test('the corrected interval holds that of Wilson without correction, and stays within [0, 1]', () => {
    fc.assert(
      fc.property(share, ({ events, trials }) => {
        const [inner, outer] = [stats.wilson(events, trials), methods.wilsonCorrected(events, trials)]
        expect(outer.low).toBeLessThanOrEqual(inner.low + 1e-12)
        expect(outer.high).toBeGreaterThanOrEqual(inner.high - 1e-12)
        expect(outer.low >= 0 && outer.high <= 1).toBe(true)
      }),
    )
  })

  test('the conditional Poisson test leaves no gap between its two sides', () => {
    fc.assert(
      fc.property(share, share, (x, y) => {
        const [a, b] = [x, y].map(({ events, trials }) => ({ events, exposure: trials }))
        if (a === undefined || b === undefined) return
        const sides = (['less', 'greater'] as const).map((side) => methods.poissonRatioP(a, b, side))
        expect((sides[0] ?? 0) + (sides[1] ?? 0)).toBeGreaterThanOrEqual(1 - 1e-9)
      }),
    )
  })

  test("McNemar's mid-p is never larger than the exact one", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (a, b) => {
        expect(methods.mcnemarMidP(a, b)).toBeLessThanOrEqual(stats.mcnemarExact(a, b))
      }),
    )
    expect([methods.mcnemarMidP(0, 0), methods.mcnemarMidP(4, 4)]).toEqual([1, 1])
    expect(() => methods.mcnemarMidP(-1, -1)).toThrow('whole numbers')
  })
})

describe('several answers at once', () => {
  test('the average of e-values rejects whenever weighted Bonferroni does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -20, max: 20 }), { minLength: 1, maxLength: 12 }),
        (logs) => {
          const alone = methods.bonferroniE(logs, 0.05)
          if (alone.includes(true))
            expect(methods.blame(logs, 0.05)).toEqual(alone.flatMap((hit, i) => (hit ? [i] : [])))
          const found = methods.eBenjaminiHochberg(logs, 0.05)
          const least = Math.min(...found.map((i) => logs[i] ?? 0))
          expect(logs.every((value, i) => found.includes(i) || value <= least)).toBe(true)
        },
      ),
    )
  })
})
