import { mannWhitneyAsymptotic, rankSumFromBins } from '@sluice/vectors'
import type { Arm, Block, Samples } from '@sluice/verdict'
import { judgeSamples } from './ours.ts'
import { randomOf, type Random } from './random.ts'
import { percent, quantileOf, requests, show } from './show.ts'
import { metricOf, policyOf } from './traffic.ts'

const WIDTH = Math.log(1.01 / 0.99)
const TAIL = 1.2815515655446004

/** Latency is log-normal (median 100 ms, sigma 0.5); `scale` slows every request, `tail` the slowest tenth. */
interface Slow {
  readonly scale: number
  readonly tail: number
}

function arm(random: Random, count: number, { scale, tail }: Slow, drift: number): Arm {
  const bins = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    const z = random.normal()
    const value = 0.1 * Math.exp(0.5 * z) * scale * drift * (z > TAIL ? tail : 1)
    const index = Math.ceil(Math.log(value) / WIDTH)
    bins.set(index, (bins.get(index) ?? 0) + 1)
  }
  return { kind: 'sketch', accuracy: 0.01, zeros: 0, bins: [...bins].sort((a, b) => a[0] - b[0]) }
}

interface Shape {
  readonly share: (look: number) => number
  readonly drift: (look: number) => number
  readonly requests: number
}

const even = (share: number, count: number): Shape => ({
  share: () => share,
  drift: () => 1,
  requests: count,
})
const SHAPES: Readonly<Record<string, Shape>> = {
  '50/50': even(0.5, 1000),
  '5/95': even(0.05, 1000),
  'ramp 5-25-50 %, drift ×1-1.3-1.6': {
    share: (look) => [0.05, 0.25, 0.5][Math.floor((3 * look) / 100)] ?? 0.5,
    drift: (look) => [1, 1.3, 1.6][Math.floor((3 * look) / 100)] ?? 1.6,
    requests: 1000,
  },
}

function rollout(random: Random, shape: Shape, slow: Slow, looks: number): Samples {
  const blocks = Array.from({ length: looks }, (_, look): Block => {
    const n = Math.round(shape.requests * shape.share(look))
    const drift = shape.drift(look)
    return {
      from: look,
      to: look + 1,
      weight: 100 * shape.share(look),
      candidate: arm(random, n, slow, drift),
      baseline: arm(random, shape.requests - n, { scale: 1, tail: 1 }, drift),
    }
  })
  return { metric: 'p95', blocks }
}

const policy = policyOf([metricOf('p95', { kind: 'quantile', quantile: 0.95 })], { never: true })
const SOUND: Slow = { scale: 1, tail: 1 }

/** Repeats Mann-Whitney on everything seen so far, as a person at a dashboard does. */
function repeatedMannWhitney({ blocks }: Samples): boolean {
  const [x, y] = [new Float64Array(2000), new Float64Array(2000)]
  const add = (counts: Float64Array, each: Arm) => {
    if (each.kind !== 'sketch') return
    for (const [index, count] of each.bins) counts[index + 1000] = (counts[index + 1000] ?? 0) + count
  }
  return blocks.some((block) => {
    add(x, block.candidate)
    add(y, block.baseline)
    return mannWhitneyAsymptotic(rankSumFromBins(x, y), { alternative: 'greater' }) < 0.05
  })
}

/** False alarms on latency over 100 looks. */
export function latencyAlarms(rollouts: number): void {
  const rows = Object.entries(SHAPES).map(([name, shape]) => {
    const drawn = (run: number) => rollout(randomOf(run + 1), shape, SOUND, 100)
    const runs = Array.from({ length: rollouts }, (_, run) => run)
    const ours = runs.filter((run) => judgeSamples(policy, [drawn(run)]).outcome === 'fail').length
    const theirs = runs.slice(0, Math.ceil(rollouts / 4)).filter((run) => repeatedMannWhitney(drawn(run)))
    return [name, percent(ours / rollouts), percent(theirs.length / Math.ceil(rollouts / 4))]
  })
  show(
    `Latency: false alarms in 100 looks (${rollouts} rollouts)`,
    ['scenario', 'Sluice sequential', 'Mann-Whitney p<.05, every look'],
    rows,
  )
}

/** Requests until a slower candidate is found, looking every 200 requests. */
export function latencyDelays(rollouts: number): void {
  const cases: readonly (readonly [string, Slow, number])[] = [
    ['all ×1.05', { scale: 1.05, tail: 1 }, 20_000],
    ['all ×1.2', { scale: 1.2, tail: 1 }, 4000],
    ['slowest tenth ×1.2', { scale: 1, tail: 1.2 }, 12_000],
  ]
  const rows = cases.map(([name, slow, most]) => {
    const found = Array.from({ length: rollouts }, (_, run) => {
      const samples = rollout(randomOf(run + 1), even(0.5, 200), slow, most / 200)
      const { outcome, look } = judgeSamples(policy, [samples])
      return outcome === 'fail' ? 200 * look : Infinity
    })
    return [name, requests(quantileOf(found, 0.5)), requests(quantileOf(found, 0.8))]
  })
  show('Latency: requests until found at 50/50', ['change', 'median', '80 %'], rows)
}
