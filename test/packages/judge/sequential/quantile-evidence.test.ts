import type { Arm, FailWhen, MetricPolicy } from '@sluice/verdict'
import { expect, test } from 'vitest'
import { isRow, listIn, numberOf, numbersOf } from '../../../../dev/vectors/src/document.ts'
import { quantileTest } from '../../../../packages/judge/src/sequential/quantile-test.ts'
import { readSpread } from '../../../../packages/judge/src/sequential/spread-arm.ts'
import type { Direction } from '../../../../packages/judge/src/sequential/track.ts'
import { documentAt } from '../../stats/oracle.ts'
import { metric, seeded } from './rollout.ts'

const BOUNDS = [2, 4, 6, 8, 10, 12, 14, 16]

function bucketed(values: readonly number[], scale: number): Arm {
  const counts = new Array<number>(BOUNDS.length + 1).fill(0)
  for (const value of values) {
    const found = BOUNDS.findIndex((bound) => value <= bound)
    const at = found < 0 ? BOUNDS.length : found
    counts[at] = (counts[at] ?? 0) + scale
  }
  return { kind: 'histogram', bounds: BOUNDS, counts }
}

/** Draws what test/oracles/make-quantiles.py draws from the same seed, and judges it. */
function logEsOf(seed: number): { readonly fails: readonly number[]; readonly passes: number } {
  const random = seeded(seed)
  const raw = random() < 0.4
  const q = [0.5, 0.75, 0.9][Math.floor(3 * random())] ?? NaN
  const direction: Direction = random() < 0.6 ? 1 : -1
  const relative = random() < 0.7
  const size = 0.05 + 0.5 * random()
  const failWhen: FailWhen = random() < 0.3 ? 'certainly-beyond-margin' : 'any-regression'
  const alpha = random() < 0.5 ? 0.05 : 0.01
  const change = Math.floor(3 * random())
  const shaken = random()
  const lrv = 0.2 * random()
  const memory = random() < 0.6 ? 1 : 4
  const noise = { lrv: lrv * memory, memory, eps: 0.01, times: 1 }
  const tails = [q, 0.99].map((quantile) => ({ quantile, threshold: 8, rate: 1 - q, ...noise }))
  const history = { blocks: 1440, seconds: 60, tails, ranks: noise }
  const policy: MetricPolicy = metric({
    kind: 'quantile',
    quantile: q,
    worse: direction === 1 ? 'higher' : 'lower',
    margin: relative ? { value: size, of: 'baseline' } : { value: 3 * size, of: 'unit' },
    ...(random() < 0.5 ? {} : { history }),
  })
  const [n, m] = [5 + Math.floor(25 * random()), 5 + Math.floor(25 * random())]
  const scale = 1 + Math.floor(40 * random())
  const drawn = (count: number, more: number): Arm => {
    const shift = more + Math.floor(6 * shaken * random())
    const values = Array.from({ length: count }, () => 1 + shift + Math.floor(10 * random()))
    return raw ? { kind: 'values', values } : bucketed(values, scale)
  }
  const test = quantileTest(policy, q, failWhen, direction, alpha)
  const count = 1 + Math.floor(15 * random())
  for (let i = 0; i < count; i++) {
    const [candidate, baseline] = [drawn(n, change), drawn(m, 0)]
    const block = readSpread({ from: i, to: i + 1, weight: 50, candidate, baseline })
    if ('value' in block) test.add(block.value)
  }
  return { fails: test.failLogEs(), passes: test.own.passLogE() }
}

test('quantiles of noisy blocks are judged as a second program does it, in 1,000 random rollouts', () => {
  const cases = listIn(documentAt('oracles/stats/quantiles.json')).filter(isRow)
  expect(cases).toHaveLength(1000)
  for (const row of cases) {
    const seed = numberOf(row['seed'], 'seed')
    const ours = logEsOf(seed)
    const theirs = [...numbersOf(row['fails'], 'fails'), numberOf(row['passes'], 'passes')]
    const both = [...ours.fails, ours.passes]
    expect(both, `seed ${seed}`).toHaveLength(theirs.length)
    for (const [i, value] of theirs.entries())
      expect(Math.abs((both[i] ?? NaN) - value), `number ${i} of seed ${seed}`).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(value)),
      )
  }
})
