import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StatsError } from '@sluice/stats'

/** Any number, and those that break formulas. */
export const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 30 }),
  fc.constantFrom(0, -0, 1, 0.5, NaN, Infinity, -Infinity, 1e308, 5e-324),
)

export const numbers = fc.array(number, { maxLength: 6 })

/** Holds functions over hostile input to their promise: each either answers or refuses by name. */
export function refusesByName(calls: Readonly<Record<string, fc.Arbitrary<() => unknown>>>): void {
  test.each(Object.keys(calls))('%s answers or refuses with a StatsError, and nothing else', (name) => {
    const call = calls[name] ?? fc.constant(() => undefined)
    fc.assert(
      fc.property(call, (run) => {
        try {
          run()
        } catch (error) {
          if (!(error instanceof StatsError)) throw error
          expect(error.message.length).toBeGreaterThan(10)
        }
      }),
      { numRuns: 1000 },
    )
  })
}
