/** Numbers from 0 to below 1. */
export type Random = () => number

/** mulberry32: the same plan on every machine. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A standard normal number (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** From this variance on the normal law is as good as the binomial one. */
const NORMAL_FROM = 100

/** Successes of n trials: by the waiting times between them, or by the normal law where there are many. */
export function binomial(random: Random, n: number, p: number): number {
  if (p <= 0 || n <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - binomial(random, n, 1 - p)
  const variance = n * p * (1 - p)
  if (variance > NORMAL_FROM)
    return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(variance) * normal(random))))
  const scale = Math.log1p(-p)
  let successes = 0
  for (let place = 0; ; successes++) {
    place += Math.floor(Math.log(1 - random()) / scale) + 1
    if (place > n) return successes
  }
}
