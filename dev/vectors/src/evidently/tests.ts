import { chiSquareSf, normalSf, studentSf, momentsOf } from '@sluice/stats'
import type { Binned } from './bins.ts'

/** Kullback-Leibler divergence of the current shares from the reference's, in nats, empty bins filled as Evidently does. */
export function kullbackLeibler({ reference, current }: Binned): number {
  const [p, q] = [normed(filled(reference)), normed(filled(current))]
  return p.reduce((sum, share, i) => sum + share * Math.log(share / (q[i] ?? Number.NaN)), 0)
}

function filled(counts: readonly number[]): readonly number[] {
  const shares = normed(counts)
  const least = Math.min(...shares.filter((share) => share > 0))
  const fill = least <= 0.0001 ? least / 1e6 : 0.0001
  return shares.map((share) => (share === 0 ? fill : share))
}

function normed(values: readonly number[]): readonly number[] {
  const total = values.reduce((sum, value) => sum + value, 0)
  return values.map((value) => value / total)
}

/** p-value of a chi-square test that takes the reference for exact; too eager, kept to compare with. */
export function goodnessOfFit({ reference, current }: Binned): number {
  const statistic = fitTerms(reference, current, (seen, expected) => (seen - expected) ** 2 / expected)
  return chiSquareSf(statistic, reference.length - 1)
}

/** p-value of the likelihood-ratio test with the reference's counts as expected, not rescaled. */
export function likelihoodRatio({ reference, current }: Binned): number {
  const statistic = reference.reduce((sum, expected, i) => {
    const seen = current[i] ?? 0
    return seen === 0 ? sum : sum + 2 * seen * Math.log(seen / expected)
  }, 0)
  return chiSquareSf(statistic, reference.length - 1)
}

function fitTerms(
  reference: readonly number[],
  current: readonly number[],
  term: (seen: number, expected: number) => number,
): number {
  const [m, n] = [reference, current].map((counts) => counts.reduce((sum, count) => sum + count, 0))
  return reference.reduce((sum, count, i) => sum + term(current[i] ?? 0, (count * (n ?? 0)) / (m ?? 1)), 0)
}

/** Two-sided p of the pooled z-test of two shares; 1 when both are 0 or 1. */
export function pooledShares(k: number, m: number, l: number, n: number): number {
  const pooled = (k + l) / (m + n)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / m + 1 / n))
  return error === 0 ? 1 : 2 * normalSf(Math.abs(k / m - l / n) / error)
}

/** Two-sided p of Student's t-test with pooled variance. */
export function pooledT(x: readonly number[], y: readonly number[]): number {
  const [a, b] = [momentsOf(x), momentsOf(y)]
  const df = a.n + b.n - 2
  const error = Math.sqrt(((a.m2 + b.m2) / df) * (1 / a.n + 1 / b.n))
  return 2 * studentSf(Math.abs(a.mean - b.mean) / error, df)
}

/** Energy distance of two samples: the square root of twice the integrated squared distance of their distributions. */
export function energyDistance(x: readonly number[], y: readonly number[]): number {
  const values = [...new Set([...x, ...y])].sort((a, b) => a - b)
  const share = (sample: readonly number[], value: number): number =>
    sample.filter((each) => each <= value).length / sample.length
  const area = values.slice(0, -1).reduce((sum, value, i) => {
    return sum + (share(x, value) - share(y, value)) ** 2 * ((values[i + 1] ?? value) - value)
  }, 0)
  return Math.sqrt(2 * area)
}

/** Largest difference of two shares over all classes. */
export function largestDifference({ reference, current }: Binned): number {
  const [p, q] = [normed(reference), normed(current)]
  return Math.max(...p.map((share, i) => Math.abs(share - (q[i] ?? 0))))
}
