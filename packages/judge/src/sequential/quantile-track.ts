import { binnedQuantile, boundsAbove, mergeBins, NO_BINS, type Bins } from '@sluice/stats'
import type { MetricPolicy, Policy } from '@sluice/verdict'
import { alphaOf } from './budget.ts'
import { tailHistory } from './history.ts'
import { limitTest } from './limit-test.ts'
import { trialsNeeded } from './needed.ts'
import { burstNote, coarseNote, constantNote, historyNotes, unsharedNote, type Unshared } from './notes.ts'
import { quantileEffect } from './quantile-effect.ts'
import { quantileTest } from './quantile-test.ts'
import type { SpreadBlock } from './spread-arm.ts'
import type { TailTest } from './tail-test.ts'
import { directionsOf, type Direction, type FailPart, type Track } from './track.ts'

function stateOf(metric: MetricPolicy, policy: Policy) {
  const { failWhen } = policy
  const q = metric.quantile ?? 0.5
  const { terms } = tailHistory(metric, q, alphaOf(policy))
  const limitSide: Direction = metric.worse === 'lower' ? -1 : 1
  const empty: Bins = NO_BINS
  const differing: { unshared: Unshared | undefined } = { unshared: undefined }
  return {
    metric,
    failWhen,
    terms,
    q,
    relative: metric.margin.of === 'baseline',
    tests: directionsOf(metric.worse).map((direction) =>
      quantileTest(metric, q, failWhen, direction, terms.alpha),
    ),
    limitSide,
    limit: metric.limit === undefined ? null : limitTest('bernoulli', 1 - q, limitSide),
    candidate: empty,
    baseline: empty,
    seen: { candidate: 0, baseline: 0 },
    binned: false,
    differing,
  }
}

type QuantileState = ReturnType<typeof stateOf>

/**
 * The track of a quantile. It fails on the average of the sequential Mann-Whitney test and the exceedance tests at the
 * quantile and at p99; it passes on the exceedance test at the quantile alone, for a body without a shift says nothing
 * about a tail.
 */
export function quantileTrack(metric: MetricPolicy, policy: Policy): Track<SpreadBlock> {
  const state = stateOf(metric, policy)
  const { q, tests, seen, relative, terms } = state
  return {
    add: (block) => addBlock(state, block),
    fails: () => failsOf(state),
    certain: () => false,
    pass: () => ({
      logE: passOf(state),
      by: 'margin',
      ...(isCoarse(state) ? { blocked: 'buckets_too_coarse' } : {}),
    }),
    effect: () => quantileEffect(tests[0]?.own.judged() ?? [], estimateOf(state), relative, terms),
    observed: () => ({
      baseline: { trials: seen.baseline, value: finite(binnedQuantile(state.baseline, q)) },
      candidate: { trials: seen.candidate, value: finite(binnedQuantile(state.candidate, q)) },
    }),
    candidateTrials: () => seen.candidate,
    needed: (alpha) => {
      if (isCoarse(state)) return undefined
      const share = seen.candidate / (seen.candidate + seen.baseline)
      const gains = tests.map((test) => tailGrowth(test.own.shares(), share) / phiOf(state))
      return trialsNeeded(passOf(state), Math.min(...gains), alpha)
    },
    notes: () => [
      ...historyNotes(
        metric,
        state.tests.some((test) => test.surprised()),
      ),
      ...(phiOf(state) > 2 ? [burstNote(phiOf(state))] : []),
      ...sharedNotes(state.differing.unshared),
      ...coarseNotes(state),
      ...constantNotes(state),
    ],
  }
}

function addBlock(state: QuantileState, block: SpreadBlock): void {
  const { seen, tests, limit, limitSide, metric } = state
  state.binned ||= block.layout !== 'values'
  state.differing.unshared = block.unshared ?? state.differing.unshared
  const [n, m] = [block.candidate.total, block.baseline.total]
  // Both arms weigh the same within each block, so that a rising share does not pose as a shift.
  state.candidate = mergeBins(state.candidate, block.candidate, m / (n + m))
  state.baseline = mergeBins(state.baseline, block.baseline, n / (n + m))
  seen.candidate += n
  seen.baseline += m
  for (const test of tests) test.add(block)
  if (limit === null || metric.limit === undefined) return
  const { sure, possible } = boundsAbove(block.candidate, metric.limit)
  const [fail, pass] = limitSide === 1 ? [sure, possible] : [possible, sure]
  limit.add({ events: fail, exposure: n }, { events: pass, exposure: n })
}

function estimateOf({ candidate, baseline, q, relative }: QuantileState): number | null {
  const [c, b] = [binnedQuantile(candidate, q), binnedQuantile(baseline, q)]
  return finite(relative ? c / b : c - b)
}

function phiOf({ tests }: QuantileState): number {
  return Math.max(...tests.map(({ own }) => own.phi()))
}

function failsOf(state: QuantileState): readonly FailPart[] {
  const { tests, limit, failWhen } = state
  const value = estimateOf(state)
  const parts = tests.flatMap((test): FailPart[] => {
    const logEs = test.failLogEs()
    const beyond = value !== null && test.direction * (value - test.edge) > 0
    const share = (limit === null ? 1 : 0.5) / tests.length / logEs.length
    const counts = failWhen !== 'beyond-margin' || beyond
    return logEs.map((logE) => ({ logE, share, counts, about: 'change' }))
  })
  if (limit === null) return parts
  return [...parts, { logE: limit.failLogE(), share: 0.5, counts: limit.broken(), about: 'limit' }]
}

function passOf({ tests, limit }: QuantileState): number {
  return Math.min(...tests.map(({ own }) => own.passLogE()), limit?.passLogE() ?? Infinity)
}

/** Expected gain per value when both arms are alike and the candidate's threshold is moved by the margin. */
function tailGrowth({ tail, atMargin }: ReturnType<TailTest['shares']>, share: number): number {
  if (tail === null) return 0
  const all = share * atMargin + (1 - share) * tail
  if (all === 0 || tail === atMargin) return 0
  const theta = (share * atMargin) / all
  const far = (1 - theta) * Math.log((1 - theta) / (1 - share))
  return all * (theta > 0 ? theta * Math.log(theta / share) + far : far)
}

/** True where no bucket bound lies between the baseline's threshold and where the margin puts it. */
function isCoarse({ tests, binned }: QuantileState): boolean {
  if (!binned) return false
  return tests.some(({ own }) => {
    const { tail, atMargin } = own.shares()
    return tail === null || (tail > 0 && tail === atMargin)
  })
}

function sharedNotes(unshared: Unshared | undefined): readonly string[] {
  return unshared === undefined ? [] : [`${unsharedNote(unshared)} Bounds that both have were compared.`]
}

function coarseNotes(state: QuantileState): readonly string[] {
  const { baseline, q, metric, relative } = state
  const at = baseline.counts.length === 0 ? -1 : bucketAt(baseline, q)
  if (!isCoarse(state) || at < 0) return []
  const middle = binnedQuantile(baseline, q)
  const next = relative ? middle * (1 + metric.margin.value) : middle + metric.margin.value
  return [
    coarseNote(q, [baseline.lower[at] ?? 0, baseline.upper[at] ?? Infinity], metric.margin, [middle, next]),
  ]
}

/** Of raw values: as soon as none of them lies beyond the others, nobody can exceed anything. */
function constantNotes({ tests, binned, q, baseline }: QuantileState): readonly string[] {
  const isConstant = !binned && baseline.total > 0 && tests.some(({ own }) => own.shares().tail === null)
  return isConstant ? [constantNote(q, binnedQuantile(baseline, q))] : []
}

/** The bin that holds the q-quantile. */
function bucketAt({ counts, total }: Bins, q: number): number {
  let before = 0
  return Array.from(counts).findIndex((count) => count > 0 && (before += count) >= q * total)
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
