import { binomialAtLeast, clopperPearson, meanError, normalSf, normalUpperQuantile } from '@sluice/stats'
import type { MetricPolicy, Observed, Samples } from '@sluice/verdict'
import { missing, NOTHING, type Draft } from './finding.ts'
import { draftBudget } from './judge-budget.ts'
import { valuesAbove, quantileBounds, sizeOf, spreadOf, spreadOfMean, type Spread } from './spread.ts'

/** Levels at which a comparison of two quantiles is tried; its p-value is the smallest that still holds. */
const LEVELS = [0.05, 0.02, 0.01, 0.005, 0.001, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10]

/**
 * A requirement: a rate, a mean or a quantile of the candidate against its limit (`margin`, in the metric's unit), or
 * against a multiple of the baseline's (`margin.of` is `baseline`, 0.1 = at most 10 % above, -0.5 = at most half of it). A
 * spread has one block.
 */
export function draftLimit(policy: MetricPolicy, samples: Samples, confidence: number): Draft {
  if (policy.kind === 'proportion') return draftBudget(policy, samples, confidence)
  const [block] = samples.blocks
  if (block === undefined || samples.blocks.length > 1) {
    return missing(policy, samples, block === undefined ? 'no_data' : 'wrong_samples')
  }
  if (block.candidate.kind === 'absent') return missing(policy, samples, block.candidate.absence)
  const spreadFor = policy.kind === 'mean' ? spreadOfMean : spreadOf
  const candidate = spreadFor(block.candidate)
  if (candidate === undefined) return missing(policy, samples, 'wrong_samples')
  if (sizeOf(candidate) === 0) return missing(policy, samples, 'no_data')
  const baseline = spreadFor(block.baseline) ?? []
  if (policy.margin.of === 'unit') {
    return policy.kind === 'mean'
      ? draftMean(policy, samples, confidence, candidate, baseline)
      : draftQuantile(policy, samples, confidence, candidate, baseline)
  }
  if (sizeOf(baseline) === 0) return missing(policy, samples, 'no_baseline')
  return draftRatio(policy, samples, confidence, candidate, baseline)
}

/** The share of values above the limit is what is tested, so that nothing need be known about their distribution. */
function draftQuantile(
  policy: MetricPolicy,
  samples: Samples,
  confidence: number,
  candidate: Spread,
  baseline: Spread,
): Draft {
  const q = policy.quantile ?? 0.5
  const n = sizeOf(candidate)
  const limit = policy.margin.value
  const above = valuesAbove(candidate, limit)
  const bounds = quantileBounds(candidate, q, confidence)
  return {
    policy,
    samples,
    p: binomialAtLeast(above, n, 1 - q),
    within: clopperPearson(above, n, 2 * confidence - 1).high <= 1 - q,
    estimate: bounds.estimate,
    low: finite(bounds.low),
    high: finite(bounds.high),
    scale: 'absolute',
    margin: limit,
    observed: {
      baseline: observed(baseline, (spread) => quantileBounds(spread, q, confidence).estimate),
      candidate: { trials: n, value: bounds.estimate },
    },
    needed: Math.max(1, Math.ceil(Math.log1p(-confidence) / Math.log(q)) - n, n),
    notes: [],
  }
}

function draftMean(
  policy: MetricPolicy,
  samples: Samples,
  confidence: number,
  candidate: Spread,
  baseline: Spread,
): Draft {
  const { n, mean, error } = meanOf(candidate)
  const reach = normalUpperQuantile(1 - confidence) * error
  const limit = policy.margin.value
  const wanted = Math.abs(mean - limit)
  return {
    policy,
    samples,
    p: n < 2 ? 1 : error === 0 ? (mean > limit ? 0 : 1) : normalSf((mean - limit) / error),
    within: n >= 2 && mean + reach <= limit,
    estimate: mean,
    low: n < 2 ? null : mean - reach,
    high: n < 2 ? null : mean + reach,
    scale: 'absolute',
    margin: limit,
    observed: {
      baseline: observed(baseline, (spread) => meanOf(spread).mean),
      candidate: { trials: n, value: mean },
    },
    needed: wanted > 0 ? Math.max(1, Math.ceil(n * (reach / wanted) ** 2) - n) : n,
    notes: [],
  }
}

function draftRatio(
  policy: MetricPolicy,
  samples: Samples,
  confidence: number,
  candidate: Spread,
  baseline: Spread,
): Draft {
  const most = 1 + policy.margin.value
  const { estimate, low, high } = ratioAt(policy, candidate, baseline, 1 - confidence)
  const levels = LEVELS.filter((level) => ratioAt(policy, candidate, baseline, level).low > most)
  return {
    policy,
    samples,
    p: Math.min(1, ...levels),
    within: high <= most,
    estimate: finite(estimate),
    low: finite(low),
    high: finite(high),
    scale: 'ratio',
    margin: most,
    observed: {
      baseline: observed(baseline, (spread) => pointOf(policy, spread)),
      candidate: observed(candidate, (spread) => pointOf(policy, spread)),
    },
    needed: sizeOf(candidate),
    notes: [],
  }
}

/** Each arm's bound at half the level: together they hold at the level. */
function ratioAt(policy: MetricPolicy, candidate: Spread, baseline: Spread, level: number) {
  const above = boundsOf(policy, candidate, 1 - level / 2)
  const below = boundsOf(policy, baseline, 1 - level / 2)
  return {
    estimate: above.estimate / below.estimate,
    low: above.low <= 0 ? 0 : above.low / below.high,
    // Nothing is no more than any multiple of nothing.
    high: above.high <= 0 ? 0 : below.low <= 0 ? Infinity : above.high / below.low,
  }
}

function boundsOf(policy: MetricPolicy, spread: Spread, confidence: number) {
  if (policy.kind !== 'mean') return quantileBounds(spread, policy.quantile ?? 0.5, confidence)
  const { n, mean, error } = meanOf(spread)
  const reach = n < 2 ? Infinity : normalUpperQuantile(1 - confidence) * error
  return { estimate: mean, low: mean - reach, high: mean + reach }
}

function pointOf(policy: MetricPolicy, spread: Spread): number {
  return boundsOf(policy, spread, 0.9).estimate
}

function meanOf(spread: Spread): { readonly n: number; readonly mean: number; readonly error: number } {
  const n = sizeOf(spread)
  const mean = spread.reduce((sum, [value, count]) => sum + (value * count) / n, 0)
  const m2 = spread.reduce((sum, [value, count]) => sum + count * (value - mean) ** 2, 0)
  return { n, mean, error: meanError({ n, m2 }) }
}

function observed(spread: Spread, value: (spread: Spread) => number): Observed {
  const n = sizeOf(spread)
  return n === 0 ? NOTHING : { trials: n, value: finite(value(spread)) }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
