import { learnMeanNoise, meanEvidence, type ArmMean, type MeanBlock, type Side } from '@sluice/stats'
import { expect, test } from 'vitest'
import { isRow, listIn, numberOf, rowOf } from '../../../dev/vectors/src/document.ts'
import { seeded } from '../judge/sequential/rollout.ts'
import { documentAt } from './oracle.ts'

/** Draws what test/oracles/make-means.py draws from the same seed, and judges it. */
function judgedFrom(seed: number) {
  const random = seeded(seed)
  const whole = (most: number) => Math.floor(random() * most)
  const level = 50 + 100 * random()
  let spread = 0.1 * random() ** 2
  const keeps = random()
  const size = 20 + whole(400)
  const summary = (n: number, mean: number): ArmMean => {
    const noise = random() + random() + random() + random() - 2
    return {
      n,
      mean: mean + (noise * level) / Math.sqrt(n),
      m2: (n - 1) * level ** 2 * (0.2 + 0.2 * random()),
    }
  }
  const walk = (count: number, far: number): readonly number[] => {
    let state = 0.5
    return Array.from({ length: count }, () => {
      state = keeps * state + (1 - keeps) * random()
      return level * (1 + spread * (state - 0.5)) * (random() < far ? 1.5 : 1)
    })
  }
  const past = walk(100 + whole(150), 0.02)
  const learned = learnMeanNoise(past.map((mean) => summary(size + whole(size), mean)))
  if (random() < 0.3) spread *= 4
  const [ratio, share, count] = [0.9 + 0.25 * random(), 0.1 + 0.5 * random(), 1 + whole(30)]
  const side: Side = random() < 0.5 ? 1 : -1
  let [slope, offset] = [side === 1 ? 1 : 0.9 + 0.3 * random(), 0]
  if (random() < 0.3) [slope, offset] = [1, level * 0.1 * random()]
  const alpha = random() < 0.5 ? 0.05 : 0.01
  const n = Math.max(2, Math.floor(size * share))
  const m = Math.max(2, Math.floor(size * (1 - share)))
  const [candidate, baseline] = [walk(count, 0.01), walk(count, 0.01)]
  const evidence = meanEvidence({ slope, offset }, side, learned, alpha)
  for (const [i, own] of candidate.entries()) {
    const block: MeanBlock = {
      candidate: summary(n, ratio * own),
      baseline: summary(m, baseline[i] ?? 0),
    }
    evidence.add(block)
  }
  return { learned, logE: evidence.logE() }
}

test('means are learned from and judged as a second program does it, for 1,000 random histories and rollouts', () => {
  const cases = listIn(documentAt('oracles/stats/means.json')).filter(isRow)
  expect(cases).toHaveLength(1000)
  const near = (ours: number, theirs: number, what: string) =>
    expect(Math.abs(ours - theirs), what).toBeLessThan(1e-9 * Math.max(1, Math.abs(theirs)))
  for (const row of cases) {
    const seed = numberOf(row['seed'], 'seed')
    const { learned, logE } = judgedFrom(seed)
    const known = Object.entries(learned)
    expect(known).toHaveLength(7)
    const theirs = rowOf(row['learned'])
    for (const [name, ours] of known) near(ours, numberOf(theirs[name], name), `${name} of seed ${seed}`)
    near(logE, numberOf(row['logE'], 'logE'), `log e of seed ${seed}`)
  }
})

test('a history of means must have values that differ, in at least 100 blocks', () => {
  const block = { n: 10, mean: 3, m2: 4 }
  const of = (each: ArmMean, count: number) => new Array<ArmMean>(count).fill(each)
  expect(() => learnMeanNoise([...of(block, 99), { ...block, m2: null }])).toThrow(/at least 100/)
  expect(() => learnMeanNoise(of({ ...block, m2: 0 }, 100))).toThrow(/values that differ/)
  expect(learnMeanNoise(of(block, 100))).toMatchObject({ level: 3, lrv: 0, memory: 1, eps: 1 / 102 })
})
