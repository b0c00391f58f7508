import { demand, type Moments } from '@sluice/stats'

/** Moments of a sample known by its size, mean and standard deviation (n - 1 in the denominator). */
export function momentsFromSummary(n: number, mean: number, standardDeviation: number): Moments {
  const fine = n >= 1 && Number.isFinite(n) && Number.isFinite(mean) && standardDeviation >= 0
  demand(
    fine && Number.isFinite(standardDeviation),
    () =>
      `a summary needs n >= 1, a finite mean and a deviation of at least 0, got ${n}, ${mean}, ${standardDeviation}`,
  )
  return { n, mean, m2: standardDeviation * standardDeviation * (n - 1) }
}
