import { clopperPearson, normalUpperQuantile } from '@sluice/stats'
import type { MetricPolicy, Samples } from '@sluice/verdict'
import { missing, type Draft } from './finding.ts'
import { excessP } from './excess-p.ts'
import { tangoInterval } from './tango.ts'

/**
 * Paired proportions: one-sided, of "the candidate's rate is higher than the baseline's by no more than the margin", and
 * Tango's interval on the difference of the rates. Where the baseline never shows the event the interval is
 * Clopper-Pearson's.
 */
export function draftPaired(policy: MetricPolicy, samples: Samples, confidence: number): Draft {
  const total = { n: 0, baseline: 0, candidate: 0, first: 0, second: 0 }
  for (const { baseline, candidate, paired } of samples.blocks) {
    if (baseline.kind === 'absent') return missing(policy, samples, baseline.absence)
    if (candidate.kind === 'absent') return missing(policy, samples, candidate.absence)
    if (baseline.kind !== 'proportion' || candidate.kind !== 'proportion' || paired === undefined) {
      return missing(policy, samples, 'wrong_samples')
    }
    if (!holds(baseline.events, candidate.events, paired, baseline.trials, candidate.trials)) {
      return missing(policy, samples, 'wrong_samples')
    }
    total.n += baseline.trials
    total.baseline += baseline.events
    total.candidate += candidate.events
    total.first += paired.candidateOnly
    total.second += paired.baselineOnly
  }
  const { n, first, second } = total
  if (n === 0) return missing(policy, samples, 'no_data')
  const estimate = (first - second) / n
  const steady = total.baseline === 0
  const { low, high } = steady
    ? clopperPearson(first, n, 2 * confidence - 1)
    : tangoInterval(first, second, n, confidence)
  const margin =
    policy.margin.of === 'unit' ? policy.margin.value : (policy.margin.value * total.baseline) / n
  return {
    policy,
    samples,
    p: excessP(first, second, n, margin, steady),
    within: high <= margin,
    estimate,
    low,
    high,
    scale: 'difference',
    margin,
    observed: {
      baseline: { trials: n, events: total.baseline, value: total.baseline / n },
      candidate: { trials: n, events: total.candidate, value: total.candidate / n },
    },
    needed: pairsNeeded(first, second, n, margin, confidence),
    notes: [],
  }
}

/** The margins of a 2 x 2 table must fit its discordant cells, or someone made them up. */
function holds(
  baseline: number,
  candidate: number,
  { candidateOnly, baselineOnly }: { readonly candidateOnly: number; readonly baselineOnly: number },
  n: number,
  other: number,
): boolean {
  const both = candidate - candidateOnly
  const counts = [n, baseline, candidate, candidateOnly, baselineOnly, both]
  return (
    counts.every((count) => Number.isSafeInteger(count) && count >= 0) &&
    n === other &&
    both === baseline - baselineOnly &&
    both + candidateOnly + baselineOnly <= n
  )
}

/** About how many more pairs decide, if what was seen goes on. */
export function pairsNeeded(
  first: number,
  second: number,
  n: number,
  margin: number,
  confidence: number,
): number | undefined {
  const estimate = (first - second) / n
  if (margin <= 0 && estimate <= 0) return undefined
  if (first + second === 0) return Math.max(1, Math.ceil(Math.log1p(-confidence) / Math.log1p(-margin)) - n)
  const z = normalUpperQuantile(1 - confidence)
  const variance = (first + second) / n - estimate * estimate
  // At the margin itself no number of pairs decides; a tenth of it beside is what is told then.
  const distance = Math.max(Math.abs(margin - estimate), margin / 10, 1 / n)
  // With few events the normal law asks for too little: at least twice what there is.
  return Math.max(n, Math.ceil((z * z * Math.max(variance, 1 / n)) / (distance * distance)) - n)
}
