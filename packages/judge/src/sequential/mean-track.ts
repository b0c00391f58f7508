import {
  addMeans,
  meanDistance,
  meanLogE,
  meanSumVariance,
  startMeans,
  type MeanBlock,
  type MeanSums,
} from '@sluice/stats'
import type { MetricPolicy, Policy } from '@sluice/verdict'
import { marginEffect, marginLine } from './change-test.ts'
import type { MeanReading } from './mean-arm.ts'
import { meanEffect } from './mean-effect.ts'
import { directionsOf, type Direction, type FailPart, type PassReading, type Track } from './track.ts'

// What the mixture over shifts costs, calibrated for rank and mean shifts alike.
const SHIFT_COST = 1.3

function opposite(direction: Direction): Direction {
  return direction === 1 ? -1 : 1
}

/** The track of a mean: blocks compared within themselves, their own scatter telling how far chance moves the sum. */
export function meanTrack(metric: MetricPolicy, policy: Policy): Track<MeanReading> {
  const { failWhen } = policy
  const tests = directionsOf(metric.worse).map((direction) => {
    const line = marginLine(metric.margin, direction)
    const null0 = failWhen === 'certainly-beyond-margin' ? line : { slope: 1, offset: 0 }
    const edge = marginEffect(metric.margin, direction)
    return {
      direction,
      edge,
      fail: startMeans(null0.slope, null0.offset),
      pass: startMeans(line.slope, line.offset),
    }
  })
  const limitSide: Direction = metric.worse === 'lower' ? -1 : 1
  const limit = metric.limit === undefined ? null : startMeans(0, metric.limit)
  const relative = metric.margin.of === 'baseline'
  const arms = { candidate: startMeans(0, 0), baseline: startMeans(0, 0) }
  const blocks: MeanBlock[] = []
  const seen = { candidate: 0, baseline: 0, counted: true }

  const weighted = (arm: MeanSums) => meanDistance(arm)
  const estimate = () => {
    const [c, b] = [weighted(arms.candidate), weighted(arms.baseline)]
    if (c === null || b === null || blocks.length === 0) return null
    return relative ? (b > 0 ? c / b : null) : c - b
  }
  const pass = (): PassReading => {
    const kept = limit === null ? Infinity : meanLogE(limit, opposite(limitSide))
    if (limit !== null && blocks.length === 0) return { logE: kept, by: 'limit' }
    if (estimate() === null) return { logE: 0, by: 'margin' }
    const change = tests.map((test) => meanLogE(test.pass, opposite(test.direction)))
    return { logE: Math.min(...change, kept), by: 'margin' }
  }

  return {
    add: ({ block, compared, counted }) => {
      seen.candidate += block.candidate.n
      seen.baseline += block.baseline.n
      seen.counted &&= counted
      if (limit !== null) addMeans(limit, block)
      if (!compared) return
      blocks.push(block)
      for (const { fail, pass: own } of tests) {
        addMeans(fail, block)
        addMeans(own, block)
      }
      const n = (block.candidate.n * block.baseline.n) / (block.candidate.n + block.baseline.n)
      for (const arm of ['candidate', 'baseline'] as const)
        addMeans(arms[arm], { candidate: { ...block[arm], n }, baseline: block.baseline })
    },
    fails: () => {
      const value = estimate()
      const parts = tests.map((test): FailPart => ({
        logE: value === null ? 0 : meanLogE(test.fail, test.direction),
        share: (limit === null ? 1 : 0.5) / tests.length,
        counts: value !== null && (failWhen !== 'beyond-margin' || test.direction * (value - test.edge) > 0),
        about: 'change',
      }))
      if (limit === null) return parts
      const over = limitSide * (meanDistance(limit) ?? 0) > 0
      return [...parts, { logE: meanLogE(limit, limitSide), share: 0.5, counts: over, about: 'limit' }]
    },
    pass,
    effect: (alpha) => meanEffect(blocks, estimate(), relative, alpha),
    observed: () => ({
      baseline: { trials: seen.baseline, value: weighted(arms.baseline) },
      candidate: { trials: seen.candidate, value: weighted(arms.candidate) ?? limitMean(limit, metric) },
    }),
    candidateTrials: () => (seen.counted ? seen.candidate : null),
    needed: (alpha) =>
      neededValues(
        tests.map((test) => test.pass),
        weighted(arms.baseline),
        seen,
        alpha,
      ),
    notes: () => [],
  }
}

function limitMean(limit: MeanSums | null, metric: MetricPolicy): number | null {
  const distance = limit === null ? null : meanDistance(limit)
  return distance === null || metric.limit === undefined ? null : distance + metric.limit
}

/** Values until the sum of a candidate as good as the baseline stands out from the line by the margin's distance. */
function neededValues(
  lines: readonly MeanSums[],
  mean: number | null,
  seen: { readonly candidate: number; readonly baseline: number },
  alpha: number,
): number | undefined {
  const goal = 2 * (Math.log(1 / alpha) + SHIFT_COST)
  const values = lines.map((line) => {
    const distance = (mean ?? 0) * (1 - line.slope) - line.offset
    const blocks = Math.max(10, ((goal * meanSumVariance(line)) / (line.weight * distance) ** 2) * line.count)
    return Math.ceil(((seen.candidate + seen.baseline) / line.count) * Math.max(1, blocks - line.count))
  })
  const most = Math.max(...values)
  return mean !== null && Number.isFinite(most) ? most : undefined
}
