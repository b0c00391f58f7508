import { binomialAtLeast, logGamma, normalSf } from '@sluice/stats'
import { tangoScore } from './tango.ts'

/** Discordant pairs up to which the normal law of the score is checked against the exact one. */
const FEW = 100
/** A chance this large decides nothing, and need not be known exactly. */
const UNDECIDED = 0.2

/**
 * Chance of so many pairs in which only the candidate shows an event (`first`), against those in which only the baseline
 * does (`second`), among n, where the true difference of the rates is at most `margin`; one-sided. Without a margin it is
 * McNemar's exact test. `steady`: the baseline never shows the event at all, so that the pairs are draws against the
 * margin. Otherwise Tango's score test; with few discordant pairs no less than its exact chance under Poisson counts whose
 * nuisance rate is the likeliest one (Storer and Kim 1990; Krishnamoorthy and Thomson 2004).
 */
export function excessP(first: number, second: number, n: number, margin: number, steady: boolean): number {
  if (first + second === 0) return 1
  const mcnemar = binomialAtLeast(first, first + second, 0.5)
  if (margin <= 0) return mcnemar
  // Within the margin nothing is worse, but the question was asked and takes its share of the level.
  if (first <= second + n * margin) return Math.max(0.5, mcnemar)
  // A baseline that has not shown the event so far may still do so: no less than McNemar's chance.
  if (steady) return Math.max(mcnemar, binomialAtLeast(first, n, Math.min(1, margin)))
  const { score, share } = tangoScore(first, second, n, margin)
  const p = Math.max(normalSf(score), mcnemar)
  if (p > UNDECIDED || first + second > FEW) return p
  return Math.max(p, poissonP(score, n * (share + margin), n * share, n, margin))
}

/** Chance of a score as large or larger of two Poisson counts with these means. */
function poissonP(score: number, first: number, second: number, n: number, margin: number): number {
  let chance = 0
  for (const [b, pb] of poisson(first))
    for (const [c, pc] of poisson(second))
      if (b > c && tangoScore(b, c, n, margin).score >= score * (1 - 1e-9)) chance += pb * pc
  return Math.min(1, chance)
}

/** The counts of a Poisson law that matter, with their chances. */
function poisson(mean: number): readonly (readonly [count: number, chance: number])[] {
  if (mean <= 0) return [[0, 1]]
  const reach = 8 * Math.sqrt(mean) + 12
  const from = Math.max(0, Math.floor(mean - reach))
  return Array.from({ length: Math.ceil(mean + reach) - from + 1 }, (_, k) => {
    const count = from + k
    return [count, Math.exp(count * Math.log(mean) - mean - logGamma(count + 1))] as const
  })
}
