import { demand, demandOpenUnit, demandPositive } from './errors.ts'

// Calibrated by simulation: the quantiles of the stopping time relative to its median.
const P80 = 1.9
const P90 = 2.4

/** Total requests of both arms until the sequential test decides: median and the 80 % and 90 % quantiles. */
export interface Plan {
  readonly median: number
  readonly p80: number
  readonly p90: number
}

function divergence(a: number, b: number): number {
  return a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b))
}

function checked(rate: number, share: number, alpha: number): void {
  demand(rate > 0 && rate <= 1, () => `the base rate must lie in (0, 1], got ${rate}`)
  demandOpenUnit(share, "the candidate's share")
  demandOpenUnit(alpha, 'alpha')
}

function plan(median: number): Plan {
  return { median, p80: P80 * median, p90: P90 * median }
}

/** Requests to detect that the candidate's error rate is `ratio` times the baseline's; within 7 % for 1.1 to 2. */
export function planDetect(baseRate: number, ratio: number, share: number, alpha: number): Plan {
  checked(baseRate, share, alpha)
  demandPositive(ratio, 'the ratio')
  const theta = (share * ratio) / (share * ratio + 1 - share)
  const perRequest = baseRate * (share * ratio + 1 - share) * divergence(theta, share)
  return plan((-Math.log(alpha) + 0.6) / perRequest)
}

/** Requests to pass a candidate that is as good as the baseline, against a relative `margin` (0.25 = +25 %). */
export function planPass(baseRate: number, margin: number, share: number, alpha: number): Plan {
  checked(baseRate, share, alpha)
  demandPositive(margin, 'the margin')
  const theta = (share * (1 + margin)) / (share * (1 + margin) + 1 - share)
  return plan((-Math.log(alpha) + 0.6) / (baseRate * divergence(share, theta)))
}
