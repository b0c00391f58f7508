import { binomialAtMost } from './binomial-test.ts'
import { demand } from './errors.ts'

function check(first: number, second: number): number {
  const whole = [first, second].every((count) => Number.isSafeInteger(count) && count >= 0)
  demand(whole, () => `discordant pairs must be whole numbers of at least 0, got ${first} and ${second}`)
  return first + second
}

/** McNemar's exact two-sided p: pairs in which only the first, or only the second, shows the event. 1 without pairs. */
export function mcnemarExact(first: number, second: number): number {
  const pairs = check(first, second)
  return pairs === 0 ? 1 : Math.min(1, 2 * binomialAtMost(Math.min(first, second), pairs, 0.5))
}
