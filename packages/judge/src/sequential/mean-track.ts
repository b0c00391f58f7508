import { addMeans, meanDistance, meanLogE, startMeans, type MeanBlock } from '@sluice/stats'
import type { FailWhen, MetricPolicy, Policy } from '@sluice/verdict'
import { alphaOf } from './budget.ts'
import { marginEffect, marginLine } from './change-test.ts'
import type { MeanReading } from './mean-arm.ts'
import { meanEffect } from './mean-effect.ts'
import { meanTest, type MeanTerms, type MeanTest } from './mean-test.ts'
import { historyNotes } from './notes.ts'
import { directionsOf, type Direction, type FailPart, type PassReading, type Track } from './track.ts'

// What the mixture over shifts costs, calibrated for rank and mean shifts alike.
const SHIFT_COST = 1.3

function stateOf(metric: MetricPolicy, failWhen: FailWhen, terms: MeanTerms) {
  const tests = directionsOf(metric.worse).map((direction) => {
    const line = marginLine(metric.margin, direction)
    const null0 = failWhen === 'certainly-beyond-margin' ? line : { slope: 1, offset: 0 }
    return {
      direction,
      edge: marginEffect(metric.margin, direction),
      fail: meanTest(null0, direction, terms, true),
      pass: meanTest(line, opposite(direction), terms, false),
    }
  })
  const limitSide: Direction = metric.worse === 'lower' ? -1 : 1
  const blocks: MeanBlock[] = []
  return {
    metric,
    failWhen,
    terms,
    tests,
    relative: metric.margin.of === 'baseline',
    limitSide,
    limit: metric.limit === undefined ? null : startMeans(0, metric.limit),
    arms: { candidate: startMeans(0, 0), baseline: startMeans(0, 0) },
    blocks,
    seen: { candidate: 0, baseline: 0, counted: true },
  }
}

type MeanState = ReturnType<typeof stateOf>

/**
 * The track of a mean: blocks compared within themselves. How far chance and noise move them is told by the history, or else
 * by their own scatter.
 */
export function meanTrack(metric: MetricPolicy, policy: Policy): Track<MeanReading> {
  const terms = { history: metric.history?.mean ?? null, alpha: alphaOf(policy) }
  const state = stateOf(metric, policy.failWhen, terms)
  const { seen, arms, blocks, relative } = state
  return {
    add: (reading) => addReading(state, reading),
    fails: () => failsOf(state),
    certain: () => false,
    pass: () => passOf(state),
    effect: () => meanEffect(blocks, estimateOf(state), relative, terms, metric.worse),
    observed: () => ({
      baseline: { trials: seen.baseline, value: meanDistance(arms.baseline) },
      candidate: { trials: seen.candidate, value: meanDistance(arms.candidate) ?? aloneMean(state) },
    }),
    candidateTrials: () => (seen.counted ? seen.candidate : null),
    needed: (alpha) => neededOf(state, alpha),
    notes: () =>
      historyNotes(
        metric,
        state.tests.some(({ fail }) => fail.surprised()),
      ),
  }
}

function addReading(state: MeanState, { block, compared, counted }: MeanReading): void {
  const { seen, limit, blocks, tests, arms } = state
  seen.candidate += block.candidate.n
  seen.baseline += block.baseline.n
  seen.counted &&= counted
  if (limit !== null) addMeans(limit, block)
  if (!compared) return
  blocks.push(block)
  for (const { fail, pass } of tests) for (const test of [fail, pass]) test.add(block)
  const n = (block.candidate.n * block.baseline.n) / (block.candidate.n + block.baseline.n)
  for (const arm of ['candidate', 'baseline'] as const)
    addMeans(arms[arm], { candidate: { ...block[arm], n }, baseline: block.baseline })
}

function estimateOf({ arms, relative, blocks }: MeanState): number | null {
  const [c, b] = [meanDistance(arms.candidate), meanDistance(arms.baseline)]
  if (c === null || b === null || blocks.length === 0) return null
  // A share of a baseline that is not above zero means nothing.
  return relative ? (b > 0 ? c / b : null) : c - b
}

function failsOf(state: MeanState): readonly FailPart[] {
  const { tests, limit, limitSide, failWhen } = state
  const value = estimateOf(state)
  const parts = tests.map(({ direction, edge, fail }): FailPart => ({
    logE: value === null ? 0 : fail.logE(),
    share: (limit === null ? 1 : 0.5) / tests.length,
    counts: value !== null && (failWhen !== 'beyond-margin' || direction * (value - edge) > 0),
    about: 'change',
  }))
  if (limit === null) return parts
  const broken = limitSide * (meanDistance(limit) ?? 0) > 0
  return [...parts, { logE: meanLogE(limit, limitSide, true), share: 0.5, counts: broken, about: 'limit' }]
}

function opposite(direction: Direction): Direction {
  return direction === 1 ? -1 : 1
}

function passOf(state: MeanState): PassReading {
  const { tests, limit, limitSide, blocks } = state
  const kept = limit === null ? Infinity : meanLogE(limit, opposite(limitSide))
  if (limit !== null && blocks.length === 0) return { logE: kept, by: 'limit' }
  if (estimateOf(state) === null) return { logE: 0, by: 'margin' }
  const change = tests.map(({ pass }) => pass.logE())
  return { logE: Math.min(...change, kept), by: 'margin' }
}

function aloneMean({ limit, metric }: MeanState): number | null {
  const distance = limit === null ? null : meanDistance(limit)
  return distance === null || metric.limit === undefined ? null : distance + metric.limit
}

/** Values until the sum of a candidate as good as the baseline stands out from the line by the margin's distance. */
function neededOf({ tests, arms, blocks, seen }: MeanState, alpha: number): number | undefined {
  const goal = 2 * (Math.log(1 / alpha) + SHIFT_COST)
  const mean = meanDistance(arms.baseline)
  if (mean === null) return undefined
  const blocksFor = ({ line, fewest, variance }: MeanTest) =>
    Math.max(fewest, (goal * variance()) / (mean * (1 - line.slope) - line.offset) ** 2)
  const values = tests.map(({ pass }) => {
    const missing = Math.max(1, blocksFor(pass) - blocks.length)
    return Math.ceil(((seen.candidate + seen.baseline) / blocks.length) * missing)
  })
  const most = Math.max(...values)
  return Number.isFinite(most) ? most : undefined
}
