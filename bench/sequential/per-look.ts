import { judge } from '@sluice/compat'
import type { Block, Samples } from '@sluice/verdict'
import { randomOf, type Random } from './random.ts'
import { show } from './show.ts'
import { drawRollout, HEALTHY, metricOf, policyOf, samplesOf } from './traffic.ts'

const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

function histogram(random: Random, count: number) {
  const counts = BOUNDS.map(() => 0)
  for (let i = 0; i < count; i++) {
    const value = 0.1 * Math.exp(0.5 * random.normal())
    const bucket = BOUNDS.findIndex((bound) => value <= bound)
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return { kind: 'histogram', bounds: BOUNDS, counts: [...counts, 0] } as const
}

/** Time to judge a canary of ten metrics, five of them histograms, after one block to a thousand. What a look costs must not grow with the blocks before it. */
export function perLook(): void {
  const even = HEALTHY['50/50']
  if (even === undefined) return
  const random = randomOf(1)
  const metrics = Array.from({ length: 10 }, (_, i) =>
    metricOf(
      `metric ${i}`,
      i < 5 ? {} : { kind: 'quantile', quantile: 0.95, margin: { value: 0.1, of: 'baseline' } },
    ),
  )
  const policy = policyOf(metrics, { never: true, failWhen: 'beyond-margin' })
  const samples = metrics.map(({ name }, i): Samples => {
    const counts = samplesOf(name, drawRollout(random, even, 1000))
    if (i < 5) return counts
    const timed = (block: Block) => ({
      ...block,
      candidate: histogram(random, 500),
      baseline: histogram(random, 500),
    })
    return { metric: name, blocks: counts.blocks.map(timed) }
  })
  const timeOf = (blocks: number) => {
    const seen = samples.map((each) => ({ ...each, blocks: each.blocks.slice(0, blocks) }))
    const times = Array.from({ length: blocks > 100 ? 5 : 15 }, () => {
      const start = performance.now()
      judge(policy, seen)
      return performance.now() - start
    })
    return Math.min(...times.slice(-10))
  }
  const rows = [1, 10, 100, 1000].map((blocks) => {
    const ms = timeOf(blocks)
    return [String(blocks), `${ms.toFixed(2)} ms`, `${(ms / blocks).toFixed(3)} ms`]
  })
  show(
    'Judging ten metrics, five of them histograms',
    ['blocks', 'all looks from the start', 'each look'],
    rows,
  )
}
