import { bisectRoot, demand, demandOpenUnit } from '@sluice/stats'

/**
 * Half-width of a band around an empirical distribution function that holds at every n at once:
 * 0.85 √((ln ln(e n) + 0.8 ln(1612/α)) / n) (Howard & Ramdas 2022, corollary 2).
 */
export function dkwHalfWidth(n: number, alpha: number): number {
  demandOpenUnit(alpha, 'alpha')
  demand(n >= 1 && n < Infinity, () => `the band needs at least one value, got ${n}`)
  return 0.85 * Math.sqrt((Math.log(1 + Math.log(n)) + 0.8 * Math.log(1612 / alpha)) / n)
}

function crossing(c: number, eta: number, a: number): number {
  const square = (2 / eta) * (a - Math.sqrt((2 * (eta - 1)) / c)) ** 2
  if (square <= 1) return Infinity
  return 4 * Math.exp(-square * c) * (1 + 1 / ((square - 1) * Math.log(eta)))
}

// Least chance of crossing over the ratio of epochs, by golden sections: it falls, then rises.
function leastCrossing(c: number, a: number): number {
  const widest = bisectRoot((eta) => Math.sqrt(eta / 2) + Math.sqrt((2 * (eta - 1)) / c) - a, 1, 2 * a * a)
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [1, widest]
  for (let step = 0; step < 120; step++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)]
    if (crossing(c, left, a) <= crossing(c, right, a)) high = right
    else low = left
  }
  return crossing(c, (low + high) / 2, a)
}

/** As {@link dkwHalfWidth} with the constant tuned to alpha instead of bounded; `a` above √½ sets the shape. */
export function tunedDkwHalfWidth(n: number, alpha: number, a = 0.85): number {
  demandOpenUnit(alpha, 'alpha')
  demand(n >= 1 && n < Infinity, () => `the band needs at least one value, got ${n}`)
  demand(a > Math.SQRT1_2 && a < 10, () => `a must lie above √½ and below 10, got ${a}`)
  const miss = (c: number): number => Math.log(leastCrossing(c, a)) - Math.log(alpha)
  let [low, high] = [1, 5]
  while (miss(high) > 0) [low, high] = [high, high * 2]
  while (miss(low) < 0) low /= 2
  const c = bisectRoot(miss, low, high, 1e-13)
  return a * Math.sqrt((Math.log(1 + Math.log(n)) + c) / n)
}
