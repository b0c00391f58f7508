import { kolmogorovMatrixCdf } from './kolmogorov-matrix.ts'
import { pelzGoodCdf } from './pelz-good.ts'
import { demand, logBinomial, logGamma } from '@sluice/stats'

/** P(D+ >= d) of the one-sided one-sample Kolmogorov distance with n values (Smirnov's finite sum). */
function smirnovSf(d: number, n: number): number {
  if (d <= 0) return 1
  if (d >= 1) return 0
  let total = 0
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const p = d + j / n
    const q = 1 - p
    if (q < 0) break
    total += (Math.exp(logBinomial(j, n - j, p, q)) * d) / p
  }
  return Math.min(1, total)
}

/**
 * P(D_n >= d) of the two-sided one-sample Kolmogorov distance, exact or to about 1e-10; the choice of method by
 * size follows Simard & L'Ecuyer (2011), as SciPy's kstwo does.
 */
export function kolmogorovSf(d: number, n: number): number {
  demand(Number.isInteger(n) && n >= 1, () => `the Kolmogorov law needs a whole n of at least 1, got ${n}`)
  demand(!Number.isNaN(d), () => 'the Kolmogorov distance must be a number, got NaN')
  const t = n * d
  if (t <= 0.5) return 1
  if (d >= 1) return 0
  if (t <= 1) return -Math.expm1(logGamma(n + 1) - n * Math.log(n) + n * Math.log(2 * t - 1))
  if (t >= n - 1) return 2 * (1 - d) ** n
  const square = t * d
  if (d >= 0.5 || square > (n <= 140 ? 4 : 2.2)) return square > 370 ? 0 : Math.min(1, 2 * smirnovSf(d, n))
  if (n <= 140 || (n <= 100_000 && n * d ** 1.5 <= 1.4)) return 1 - kolmogorovMatrixCdf(d, n)
  return 1 - pelzGoodCdf(d, n)
}
