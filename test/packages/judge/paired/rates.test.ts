import { describe, expect, test } from 'vitest'
import { judged, share } from './asked.ts'

/** The finding on two rates where no excess is allowed. */
function finding(events: number, trials: number, noise: number, repeats: number, confidence: number) {
  const asked = {
    test: 'rates',
    margin: 0,
    candidate: share(events, trials),
    baseline: share(noise, repeats),
  }
  return judged([asked], confidence)[0]?.finding
}

describe('rates of which one is known for fewer pairs', () => {
  test.each([
    // scipy.stats.fisher_exact([[30, 970], [5, 195]], alternative='greater'): p = 0.4583992674305025
    [30, 1000, 5, 200, 0.5416],
  ])("p is Fisher's: %i of %i against %i of %i", (events, trials, noise, repeats, level) => {
    const step = (1 - level) * 1e-3
    expect(finding(events, trials, noise, repeats, level - step)).toBe('worse')
    expect(finding(events, trials, noise, repeats, level + step)).toBe('unknown')
  })

  test('an interval that holds the margin leaves it open, one beyond it is worse', () => {
    const at = (margin: number) =>
      judged([{ test: 'rates', margin, candidate: share(300, 10_000), baseline: share(10, 1000) }])[0]
    // The interval below reaches from 0.0129 to 0.0251.
    expect(at(0.02)).toMatchObject({ finding: 'unknown', reason: 'more_trials_needed' })
    expect(at(0.014)).toMatchObject({ finding: 'unknown' })
    expect(at(0.012)).toMatchObject({ finding: 'worse' })
  })

  test("the interval is Miettinen and Nurminen's", () => {
    const [found] = judged([
      { test: 'rates', margin: 0.03, candidate: share(300, 10_000), baseline: share(10, 1000) },
    ])
    expect(found?.finding).toBe('fine')
    expect(found?.effect.estimate).toBeCloseTo(0.02, 12)
    // statsmodels' confint_proportions_2indep(300, 10000, 10, 1000, method='score', alpha=0.1), which carries a slip.
    expect(found?.effect.low).toBeCloseTo(0.012915, 4)
    expect(found?.effect.high).toBeCloseTo(0.025077, 4)
  })

  test('where no repeat ever differed a rate is proved by its own pairs alone', () => {
    const asked = { test: 'rates', margin: 0.001, candidate: share(0, 2995), baseline: share(0, 10) }
    expect(judged([asked])[0]?.finding).toBe('fine')
    expect(judged([{ ...asked, candidate: share(0, 2994) }])[0]?.finding).toBe('unknown')
  })

  test('without pairs, without repeats, or with counts that cannot be, nothing is judged', () => {
    const asked = { test: 'rates', margin: 0.5 }
    const absent = { kind: 'absent', absence: 'no_data' } as const
    const found = judged([
      { ...asked, candidate: absent, baseline: share(0, 10) },
      { ...asked, candidate: share(0, 10), baseline: absent },
      { ...asked, candidate: share(0, 0), baseline: share(0, 10) },
      { ...asked, candidate: share(11, 10), baseline: share(0, 10) },
      { ...asked, candidate: share(0.5, 10), baseline: share(0, 10) },
    ])
    expect(found.map((each) => each.finding)).toEqual(Array(5).fill('unknown'))
  })
})
