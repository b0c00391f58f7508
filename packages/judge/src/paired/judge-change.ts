import { largerMeanP, meanError, studentQuantile, studentSf } from '@sluice/stats'
import type { MetricPolicy, Samples, SummaryArm } from '@sluice/verdict'
import { missing, type Draft } from './finding.ts'

/** Fewer inputs than this prove nothing, however alike they are: what is rare and large has hardly had a chance to be seen. */
const FEWEST = 100

/**
 * The mean change of a loss on the same inputs: the baseline's arm holds its losses, the candidate's arm holds candidate minus
 * baseline, input by input. Student's paired test, one-sided, of "larger by no more than the margin"; the margin is in the
 * unit of the loss, or a share of the baseline's mean, which is then known no better than its own spread lets it be.
 */
export function draftChange(policy: MetricPolicy, samples: Samples, confidence: number): Draft {
  const [block] = samples.blocks
  if (block === undefined || samples.blocks.length > 1) return missing(policy, samples, 'wrong_samples')
  const { baseline, candidate: change } = block
  if (change.kind === 'absent') return missing(policy, samples, change.absence)
  if (baseline.kind === 'absent') return missing(policy, samples, baseline.absence)
  if (baseline.kind !== 'summary' || change.kind !== 'summary' || baseline.n !== change.n) {
    return missing(policy, samples, 'wrong_samples')
  }
  const { n } = change
  if (n === 0) return missing(policy, samples, 'no_data')
  const share = policy.margin.of === 'baseline' ? policy.margin.value : 0
  const margin = policy.margin.of === 'baseline' ? share * baseline.mean : policy.margin.value
  const error = n < 2 ? 0 : meanError(change)
  const own = n < 2 ? 0 : meanError(baseline)
  const t = n < 2 ? Infinity : studentQuantile(confidence, n - 1)
  // The margin moves with the baseline's mean: the two errors added are never too small, whatever they have in common.
  const reach = (of: number): number => (of === 0 ? 0 : t * of)
  const off = reach(error + share * own)
  const high = change.mean + off
  return {
    policy,
    samples,
    p: beyondP(change, error + share * own, margin),
    within: n >= FEWEST && high <= margin,
    estimate: change.mean,
    low: n < 2 ? null : change.mean - off,
    high: n < 2 ? null : high,
    scale: 'difference',
    margin,
    observed: {
      baseline: { trials: n, value: baseline.mean },
      candidate: { trials: n, value: baseline.mean + change.mean },
    },
    needed: neededFor(change, error + share * own, margin, t),
    notes: [],
  }
}

/** Chance of so large a mean change where the true one is at most the margin, whose own error is in `error`. */
function beyondP(change: SummaryArm, error: number, margin: number): number {
  if (margin <= 0) return largerMeanP(change)
  if (change.n < 2) return 1
  if (change.mean <= margin) return Math.max(0.5, largerMeanP(change))
  return error === 0 ? 0.5 ** change.n : studentSf((change.mean - margin) / error, change.n - 1)
}

function neededFor({ n, mean }: SummaryArm, error: number, margin: number, t: number): number {
  const distance = Math.max(Math.abs(margin - mean), margin / 10)
  if (n < FEWEST) return FEWEST - n
  if (distance <= 0) return n
  return Math.max(n, Math.ceil(n * ((t * error) / distance) ** 2) - n)
}
