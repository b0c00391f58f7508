import type { Block, MetricPolicy, Policy } from '@sluice/verdict'
import {
  readCount,
  readProportion,
  whyUnusable,
  withoutBaseline,
  type ArmReading,
  type Tally,
} from './arms.ts'
import { alphaOf } from './budget.ts'
import type { Kind } from './kind.ts'
import { rateTrack, type RateBlock } from './rate-track.ts'

/** Events among trials, e.g. failed requests among requests. */
export function proportionKind(metric: MetricPolicy, policy: Policy): Kind<RateBlock> {
  return {
    read: (block) => rateBlock(block, readProportion(block.baseline), readProportion(block.candidate)),
    track: () => rateTrack({ ...rulesOf(metric, policy), law: 'bernoulli', countsTrials: true }),
    traffic: ({ totals }) => (totals === null ? null : { candidate: totals.n, baseline: totals.m }),
  }
}

/** Events over an exposure of any unit; only exposures counted in `requests` are trials, and split by the router. */
export function countKind(metric: MetricPolicy, policy: Policy): Kind<RateBlock> {
  const requests = metric.unit === 'requests'
  return {
    read: (block) => rateBlock(block, readCount(block.baseline), readCount(block.candidate)),
    track: () => rateTrack({ ...rulesOf(metric, policy), law: 'poisson', countsTrials: requests }),
    traffic: ({ totals }) =>
      requests && totals !== null ? { candidate: totals.n, baseline: totals.m } : null,
  }
}

function rulesOf(metric: MetricPolicy, policy: Policy) {
  return { metric, failWhen: policy.failWhen, alpha: alphaOf(policy) }
}

function rateBlock(
  block: Block,
  baseline: ArmReading<Tally>,
  candidate: ArmReading<Tally>,
): ArmReading<RateBlock> {
  if ('missing' in candidate)
    return { missing: whyUnusable('missing' in baseline ? baseline.missing : undefined, candidate.missing) }
  if ('missing' in baseline) {
    return withoutBaseline(block)
      ? { value: { totals: null, change: null, candidate: candidate.value } }
      : { missing: whyUnusable(baseline.missing, undefined) }
  }
  const totals = {
    x: candidate.value.events,
    n: candidate.value.exposure,
    y: baseline.value.events,
    m: baseline.value.exposure,
  }
  if (block.paired === undefined) return { value: { totals, change: totals, candidate: candidate.value } }
  const { candidateOnly, baselineOnly } = block.paired
  if (candidateOnly > totals.x || baselineOnly > totals.y) return { missing: 'wrong_samples' }
  const pairs = Math.min(totals.n, totals.m)
  const change = { x: candidateOnly, n: pairs, y: baselineOnly, m: pairs }
  return { value: { totals, change, candidate: candidate.value } }
}
