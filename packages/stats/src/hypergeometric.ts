import { logBinomial } from './deviance.ts'
import { demand } from './errors.ts'
import type { TwoArms } from './two-arms.ts'
import { noiseWeight } from './rate-noise.ts'
import type { BlockFactors } from './tempered-evidence.ts'
import { LU24, LU24_LOGS, type Side } from './tilt.ts'

const NEGLIGIBLE = 1e-18

/** How `events` marked items fall on n candidate and m baseline items when each item is equally likely to be marked. */
export interface MarkedItems {
  readonly n: number
  readonly m: number
  readonly events: number
}

/** log P(X = x) of the hypergeometric law: x of the marked items are the candidate's (Loader's saddle point form). */
export function hypergeometricLogPmf(x: number, { n, m, events }: MarkedItems): number {
  const p = events / (n + m)
  const q = (n + m - events) / (n + m)
  const both = logBinomial(x, n - x, p, q) + logBinomial(events - x, m - events + x, p, q)
  return both - logBinomial(events, n + m - events, p, q)
}

/** Most likely x when the odds of a candidate item are e^logOdds times a baseline item's (Fisher's noncentral law). */
function likeliest({ n, m, events }: MarkedItems, logOdds: number): number {
  const [low, high] = [Math.max(0, events - m), Math.min(n, events)]
  const odds = Math.exp(logOdds)
  const b = events - m - (n + events + 2) * odds
  const c = (n + 1) * (events + 1) * odds
  const x = Math.floor((-2 * c) / (b - Math.sqrt(b * b - 4 * (odds - 1) * c)))
  return Math.min(high, Math.max(low, Number.isFinite(x) ? x : low))
}

/** log E[e^(logOdds X)] for hypergeometric X, summed outwards from its largest term. */
function hypergeometricLogMgf(items: MarkedItems, logOdds: number): number {
  const { n, m, events } = items
  const [low, high] = [Math.max(0, events - m), Math.min(n, events)]
  const odds = Math.exp(logOdds)
  const mode = likeliest(items, logOdds)
  let total = 1
  for (let x = mode, term = 1; x < high && term > NEGLIGIBLE * total; x++) {
    term *= (((n - x) * (events - x)) / ((x + 1) * (m - events + x + 1))) * odds
    total += term
  }
  for (let x = mode, term = 1; x > low && term > NEGLIGIBLE * total; x--) {
    term *= (x * (m - events + x)) / ((n - x + 1) * (events - x + 1)) / odds
    total += term
  }
  return hypergeometricLogPmf(mode, items) + logOdds * mode + Math.log(total)
}

/**
 * log likelihood ratio of one 2x2 block at an odds ratio against an odds ratio of 1, given its x + y events: Fisher's
 * noncentral hypergeometric law over the central one. 0 <= x <= n and 0 <= y <= m, whole numbers.
 */
export function oddsRatioLogLikelihoodRatio({ x, n, y, m }: TwoArms, logOdds: number): number {
  demand(
    [x, n, y, m].every(Number.isInteger) && x >= 0 && y >= 0 && x <= n && y <= m,
    () => `needs whole numbers with 0 <= x <= n and 0 <= y <= m, got ${x} of ${n} and ${y} of ${m}`,
  )
  return x + y === 0 ? 0 : logOdds * x - hypergeometricLogMgf({ n, m, events: x + y }, logOdds)
}

/** The factors of one block against "the odds are at most (side 1) or at least (side -1) the baseline's". */
export function oddsFactors(block: TwoArms, side: Side, rate: number): BlockFactors {
  const { n, m } = block
  const share = n / (n + m)
  const spread = share * (1 - share)
  const logSd = Math.log(Math.max(rate * (1 - rate) * (n + m) * spread, spread)) / 2
  return {
    logs: LU24.map((d) => oddsRatioLogLikelihoodRatio(block, side * d)),
    logSizes: LU24_LOGS,
    logSd,
    v: noiseWeight('bernoulli', rate, block, share),
  }
}
