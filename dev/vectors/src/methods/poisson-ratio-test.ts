import {
  type Alternative,
  binomialAtLeast,
  binomialAtMost,
  demandPositive,
  demandRates,
  type Rate,
} from '@sluice/stats'

/** Exact one-sided p-value for rate(x) / rate(y) against `ratio`, given the total of events; 1 without events. */
export function poissonRatioP(
  x: Rate,
  y: Rate,
  alternative: Exclude<Alternative, 'two-sided'>,
  ratio = 1,
): number {
  demandRates(x, y)
  demandPositive(ratio, 'the ratio')
  const total = x.events + y.events
  if (total === 0) return 1
  const share = (ratio * x.exposure) / (ratio * x.exposure + y.exposure)
  return alternative === 'greater'
    ? binomialAtLeast(x.events, total, share)
    : binomialAtMost(x.events, total, share)
}
