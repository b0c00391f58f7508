import {
  addRankShift,
  binnedQuantile,
  binnedU,
  boundsAbove,
  mergeBins,
  NO_BINS,
  rankShiftDispersion,
  rankShiftLogE,
  startRankShift,
  type Bins,
} from '@sluice/stats'
import type { MetricPolicy, Policy } from '@sluice/verdict'
import { marginEffect, marginLine } from './change-test.ts'
import { limitTest } from './limit-test.ts'
import { trialsNeeded } from './needed.ts'
import { quantileEffect } from './quantile-effect.ts'
import { burstNote } from './notes.ts'
import type { SpreadBlock } from './spread-arm.ts'
import { tailTest } from './tail-test.ts'
import { directionsOf, type Direction, type FailPart, type Track } from './track.ts'

const FAR_TAIL = 0.99

/** Everything that can fail or pass a quantile in one direction. */
function quantileTest(metric: MetricPolicy, q: number, { failWhen }: Policy, direction: Direction) {
  const line = marginLine(metric.margin, direction)
  const null0 = failWhen === 'certainly-beyond-margin' ? line : { slope: 1, offset: 0 }
  const own = tailTest(q, line, failWhen, direction)
  const far = direction === 1 && q < FAR_TAIL ? [tailTest(FAR_TAIL, line, failWhen, direction)] : []
  const shift = startRankShift()
  return {
    own,
    edge: marginEffect(metric.margin, direction),
    direction,
    add: (block: SpreadBlock) => {
      for (const tail of [own, ...far]) tail.add(block)
      const { candidate, baseline } = block
      const u = binnedU(candidate, baseline, null0.slope, null0.offset)
      addRankShift(shift, u, candidate.total, baseline.total)
    },
    failLogEs: (guarded: boolean) => [
      rankShiftLogE(shift, direction, guarded ? rankShiftDispersion(shift) : 1),
      ...[own, ...far].map((tail) => tail.failLogE(guarded)),
    ],
  }
}

/**
 * The track of a quantile. It fails on the average of the sequential Mann-Whitney test and the exceedance tests at the
 * quantile and at p99; it passes on the exceedance test at the quantile alone, for a body without a shift says nothing
 * about a tail.
 */
export function quantileTrack(metric: MetricPolicy, policy: Policy): Track<SpreadBlock> {
  const q = metric.quantile ?? 0.5
  const tests = directionsOf(metric.worse).map((direction) => quantileTest(metric, q, policy, direction))
  const limitSide: Direction = metric.worse === 'lower' ? -1 : 1
  const limit = metric.limit === undefined ? null : limitTest('bernoulli', 1 - q, limitSide)
  const relative = metric.margin.of === 'baseline'
  let candidate: Bins = NO_BINS
  let baseline: Bins = NO_BINS
  const seen = { candidate: 0, baseline: 0 }

  const estimate = () => {
    const [c, b] = [binnedQuantile(candidate, q), binnedQuantile(baseline, q)]
    const value = relative ? c / b : c - b
    return Number.isFinite(value) ? value : null
  }
  const pass = (guarded: boolean) =>
    Math.min(...tests.map(({ own }) => own.passLogE(guarded)), limit?.passLogE() ?? Infinity)
  const phi = () => Math.max(...tests.map(({ own }) => own.phi()))

  return {
    add: (block) => {
      const [n, m] = [block.candidate.total, block.baseline.total]
      // Both arms weigh the same within each block, so that a rising share does not pose as a shift.
      candidate = mergeBins(candidate, block.candidate, m / (n + m))
      baseline = mergeBins(baseline, block.baseline, n / (n + m))
      seen.candidate += n
      seen.baseline += m
      for (const test of tests) test.add(block)
      if (limit === null || metric.limit === undefined) return
      const { sure, possible } = boundsAbove(block.candidate, metric.limit)
      const [fail, ok] = limitSide === 1 ? [sure, possible] : [possible, sure]
      limit.add({ events: fail, exposure: n }, { events: ok, exposure: n })
    },
    fails: (guarded) => {
      const value = estimate()
      const parts = tests.flatMap((test): FailPart[] => {
        const logEs = test.failLogEs(guarded)
        const beyond = value !== null && test.direction * (value - test.edge) > 0
        const share = (limit === null ? 1 : 0.5) / tests.length / logEs.length
        const counts = policy.failWhen !== 'beyond-margin' || beyond
        return logEs.map((logE) => ({ logE, share, counts, about: 'change' }))
      })
      if (limit === null) return parts
      return [...parts, { logE: limit.failLogE(), share: 0.5, counts: limit.broken(), about: 'limit' }]
    },
    pass: (guarded) => ({ logE: pass(guarded), by: 'margin' }),
    effect: (alpha) => quantileEffect(tests[0]?.own.judged() ?? [], estimate(), relative, alpha, phi()),
    observed: () => ({
      baseline: { trials: seen.baseline, value: finite(binnedQuantile(baseline, q)) },
      candidate: { trials: seen.candidate, value: finite(binnedQuantile(candidate, q)) },
    }),
    candidateTrials: () => seen.candidate,
    needed: (alpha) => {
      const share = seen.candidate / (seen.candidate + seen.baseline)
      const gains = tests.map((test) => tailGrowth(test.own.shares(), share) / phi())
      return gains.length === 0 ? undefined : trialsNeeded(pass(true), Math.min(...gains), alpha)
    },
    notes: () => [...(phi() > 2 ? [burstNote(phi())] : []), ...coarse(tests.map(({ own }) => own.shares()))],
  }
}

/** Expected gain per value when both arms are alike and the candidate's threshold is moved by the margin. */
function tailGrowth({ tail, atMargin }: { tail: number; atMargin: number }, share: number): number {
  const all = share * atMargin + (1 - share) * tail
  if (all === 0 || tail === atMargin) return 0
  const theta = (share * atMargin) / all
  const far = (1 - theta) * Math.log((1 - theta) / (1 - share))
  return all * (theta > 0 ? theta * Math.log(theta / share) + far : far)
}

function coarse(shares: readonly { tail: number; atMargin: number }[]): readonly string[] {
  const blind = shares.some(({ tail, atMargin }) => tail > 0 && tail === atMargin)
  return blind
    ? [
        'The margin is not visible in these buckets: no value lies between the threshold and where the margin puts it.',
      ]
    : []
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
