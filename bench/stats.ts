import { sorted } from '@sluice/stats'
import { mannWhitney, wasserstein, ksDistance } from '@sluice/vectors'
import { measureScipy } from './stats/scipy.ts'
import { peers, type Peer } from './stats/peers.ts'
import { measureStdlib } from './stats/stdlib.ts'
import { fastest, latencies, table } from './stats/timing.ts'

const ARMS = [100_000, 1_000_000]
const INSERTS = 2_000_000
const SHARDS = 100
const ROUNDS = 9
const TARGETS = { mannWhitney: 3, insert: 1.5 }

function compareWithScipy(perArm: number): readonly string[][] {
  const [x, y] = [latencies(perArm, 1), latencies(perArm, 2, 1.01)]
  const runs = perArm > 500_000 ? 7 : 15
  const scipy = measureScipy(x, y, Math.ceil(runs / 2))
  const operations = {
    'mann-whitney': () => mannWhitney(x, y, { method: 'asymptotic' }).u,
    ks: () => ksDistance(x, y).d,
    wasserstein: () => wasserstein(x, y),
  }
  return Object.entries(operations).map(([name, run]) => {
    const { ms, answer } = fastest(runs, run)
    const theirs = scipy?.(name)
    const size = `2 × ${perArm.toExponential(0)}`
    if (theirs === undefined) return [name, size, ms.toFixed(1), 'skipped: no SciPy', '', '']
    const off = Math.abs(answer - theirs.answer) / Math.abs(theirs.answer)
    const ratio = `${(theirs.ms / ms).toFixed(1)}×`
    return [name, size, ms.toFixed(1), theirs.ms.toFixed(1), ratio, off.toExponential(1)]
  })
}

function worstError(peer: Peer, values: Float64Array): number {
  const filled = peer.fill(values)
  const ordered = sorted(values)
  let worst = 0
  for (let q = 0.001; q < 1; q += 0.001) {
    const exact = ordered[Math.floor(q * (ordered.length - 1))] ?? NaN
    worst = Math.max(worst, Math.abs(filled.quantile(q) - exact) / exact)
  }
  return worst
}

// In turns, so that whatever else the machine does meets every peer alike.
function inTurns(jobs: readonly (() => unknown)[]): readonly number[] {
  const best = jobs.map(() => Infinity)
  for (let round = 0; round < ROUNDS; round++) {
    jobs.forEach((job, i) => {
      best[i] = Math.min(best[i] ?? Infinity, fastest(1, job).ms)
    })
  }
  return best
}

interface SketchCost {
  readonly name: string
  readonly insert: number
  readonly row: readonly string[]
}

function measureSketches(all: readonly Peer[], values: Float64Array): readonly SketchCost[] {
  const inserts = inTurns(all.map((peer) => () => peer.fill(values)))
  const merges = inTurns(
    all.map((peer) => {
      const shards = Array.from({ length: SHARDS }, (_, i) =>
        peer.fill(values.subarray(i * 1000, (i + 1) * 1000)),
      )
      const whole = peer.fill(new Float64Array(0))
      return () => shards.forEach((shard) => whole.merge(shard))
    }),
  )
  return all.map((peer, i) => {
    const insert = ((inserts[i] ?? NaN) / values.length) * 1e6
    const merge = (((merges[i] ?? NaN) / SHARDS) * 1000).toFixed(1)
    const shown = peer.merges ? merge : '-'
    return {
      name: peer.name,
      insert,
      row: [peer.name, insert.toFixed(1), shown, worstError(peer, values).toFixed(5)],
    }
  })
}

function compareWithStdlib(perArm: number): string {
  const [x, y] = [latencies(perArm, 1), latencies(perArm, 2, 1.01)]
  const theirs = measureStdlib(x, y)
  if (theirs === undefined)
    return '@stdlib/stats-ranks: skipped, not installed (BENCH_MODULES=…/node_modules)'
  const { ms, answer } = fastest(15, () => mannWhitney(x, y, { method: 'asymptotic' }).u)
  const off = Math.abs(answer - theirs.u) / theirs.u
  return `mann-whitney by @stdlib ranks: ${theirs.ms.toFixed(0)} ms, ours ${ms.toFixed(1)} ms, ${(theirs.ms / ms).toFixed(0)}×, off by ${off.toExponential(1)}`
}

/** Ranks and distances beside SciPy, sketches beside their peers: times, ratios, and how far the answers are off. */
export default function stats(): Promise<void> {
  const ranks = ARMS.flatMap(compareWithScipy)
  console.log(
    table([['operation', 'values', 'ours ms', 'SciPy ms', 'ratio', 'relative difference'], ...ranks]),
  )
  console.log(compareWithStdlib(100_000))
  const { present, missing } = peers()
  const values = latencies(INSERTS, 3)
  const measured = measureSketches(present, values)
  console.log(
    `\n${table([['sketch', 'ns/insert', 'µs/merge', 'worst error'], ...measured.map(({ row }) => row)])}`,
  )
  for (const name of missing) console.log(`${name}: skipped, not installed (BENCH_MODULES=…/node_modules)`)
  const insert = (name: string): number | undefined => measured.find((one) => one.name === name)?.insert
  const [ours, datadog] = [insert('ours, fast mapping') ?? NaN, insert('@datadog/sketches-js')]
  if (datadog !== undefined)
    console.log(`insert: ${(datadog / ours).toFixed(2)}× @datadog/sketches-js (target ${TARGETS.insert}×)`)
  const large = ranks.findLast(
    ([name, , , theirs]) => name === 'mann-whitney' && !theirs?.startsWith('skipped'),
  )
  if (large !== undefined)
    console.log(`mann-whitney ${large[1]}: ${large[4]} SciPy (target ${TARGETS.mannWhitney}×)`)
  return Promise.resolve()
}
