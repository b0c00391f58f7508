import {
  binsOfSorted,
  learnHalvesRankNoise,
  learnHalvesRateNoise,
  learnRankNoise,
  learnRateNoise,
  type EventLaw,
} from '@sluice/stats'
import { expect, test } from 'vitest'
import { isRow, listIn, numberOf, rowOf } from '../../../dev/vectors/src/document.ts'
import { binomial, seeded } from '../judge/sequential/rollout.ts'
import { documentAt } from './oracle.ts'

/** Draws what test/oracles/make-history.py draws from the same seed. */
function learnedFrom(kind: string, seed: number): Readonly<Record<string, unknown>> {
  const random = seeded(seed)
  const whole = (most: number) => Math.floor(random() * most)
  const count = 100 + whole(150)
  if (kind === 'ranks') {
    const spread = random()
    const size = 5 + whole(10)
    const blocks = Array.from({ length: count }, () => {
      const shift = Math.floor(random() * spread * 8) + (random() < 0.02 ? 12 : 0)
      return Array.from({ length: size + whole(5) }, () => shift + whole(10))
    })
    return { ...learnRankNoise(blocks.map((values) => binsOfSorted(values.sort((a, b) => a - b)))) }
  }
  const law: EventLaw = random() < 0.5 ? 'poisson' : 'bernoulli'
  const size = 50 + whole(5000)
  const rate = random() * (random() < 0.2 ? 0.9 : 0.05)
  const [spread, keeps] = [random(), random()]
  let state = 0.5
  const blocks = Array.from({ length: count }, () => {
    state = keeps * state + (1 - keeps) * random()
    const exposure = size + whole(size)
    const outage = random() < 0.02 ? 10 : 1
    const wish = Math.trunc(exposure * rate * (1 + spread * (state - 0.5) * 3) * outage + 2 * random())
    return { events: Math.min(exposure, Math.max(0, wish)), exposure }
  })
  return { ...learnRateNoise(law, blocks) }
}

/** The same of two halves of the baseline's instances. */
function learnedOfHalves(kind: string, seed: number): Readonly<Record<string, unknown>> | undefined {
  const random = seeded(seed)
  const whole = (most: number) => Math.floor(random() * most)
  const count = 110 + whole(150)
  const binsOf = (values: readonly number[]) => binsOfSorted(values.toSorted((a, b) => a - b))
  if (kind === 'half ranks') {
    const spread = random()
    const size = 10 + whole(10)
    const learned = learnHalvesRankNoise(
      Array.from({ length: count }, () => {
        const shifts = [0, 1].map(() => Math.floor(random() * spread * 8))
        const values = Array.from({ length: size }, (_, i) => (shifts[i % 2] ?? 0) + whole(10))
        return { whole: binsOf(values), half: binsOf(values.filter((_, i) => i % 2 === 0)) }
      }),
    )
    return learned && { ...learned }
  }
  const law: EventLaw = random() < 0.5 ? 'poisson' : 'bernoulli'
  const size = 50 + whole(5000)
  const rate = random() * (random() < 0.2 ? 0.9 : 0.05)
  const spread = random()
  const learned = learnHalvesRateNoise(
    law,
    Array.from({ length: count }, () => {
      const shared = 1 + (random() - 0.5)
      const [half, rest] = [0, 1].map(() => {
        const exposure = size + whole(size)
        const outage = random() < 0.02 ? 10 : 1
        const own = 1 + spread * (random() - 0.5) * 2
        const wish = Math.trunc(exposure * rate * shared * own * outage + 2 * random())
        return { events: Math.min(exposure, Math.max(0, wish)), exposure }
      })
      if (half === undefined || rest === undefined) throw new Error('there are two halves')
      return {
        half,
        whole: { events: half.events + rest.events, exposure: half.exposure + rest.exposure },
      }
    }),
  )
  return learned && { ...learned }
}

test('what two halves say is what a second program says, of 400 random histories', () => {
  const cases = listIn(documentAt('oracles/stats/history.json'))
    .filter(isRow)
    .filter(({ kind }) => String(kind).startsWith('hal'))
  expect(cases).toHaveLength(400)
  let told = 0
  for (const row of cases) {
    const seed = numberOf(row['seed'], 'seed')
    const learned = learnedOfHalves(String(row['kind']), seed)
    expect(learned === undefined, `seed ${seed}`).toBe(row['learned'] === null)
    if (learned === undefined) continue
    told++
    for (const [name, value] of Object.entries(rowOf(row['learned']))) {
      const [ours, theirs] = [numberOf(learned[name], name), numberOf(value, name)]
      expect(Math.abs(ours - theirs), `${name} of seed ${seed}`).toBeLessThan(1e-9 * Math.max(1, theirs))
    }
  }
  expect(told).toBeGreaterThan(300)
})

test('what a history says is what a second program says, of 1,000 random histories', () => {
  const cases = listIn(documentAt('oracles/stats/history.json'))
    .filter(isRow)
    .filter(({ kind }) => !String(kind).startsWith('hal'))
  expect(cases).toHaveLength(1000)
  for (const row of cases) {
    const seed = numberOf(row['seed'], 'seed')
    const learned = learnedFrom(String(row['kind']), seed)
    for (const [name, value] of Object.entries(rowOf(row['learned']))) {
      const [ours, theirs] = [numberOf(learned[name], name), numberOf(value, name)]
      expect(Math.abs(ours - theirs), `${name} of seed ${seed}`).toBeLessThan(1e-9 * Math.max(1, theirs))
    }
  }
})

test('independent requests show no noise, and a history without events shows nothing but its length', () => {
  const quiet = Array.from({ length: 300 }, (_, i) => ({ events: 20 + ((i * 7) % 9) - 4, exposure: 2000 }))
  expect(learnRateNoise('bernoulli', quiet)).toMatchObject({ lrv: 0, memory: 1, times: 1, eps: 1 / 302 })
  const silent = quiet.map(({ exposure }) => ({ events: 0, exposure }))
  expect(learnRateNoise('bernoulli', silent)).toMatchObject({ rate: 0, lrv: 0, eps: 1 / 302 })
})

test('a share of successes is as noisy as its failures', () => {
  const random = seeded(3)
  const failures = Array.from({ length: 400 }, () => ({
    events: Math.floor(random() * 90),
    exposure: 3000,
  }))
  const { rate, ...noise } = learnRateNoise('bernoulli', failures)
  const { rate: share, ...same } = learnRateNoise(
    'bernoulli',
    failures.map(({ events, exposure }) => ({ events: exposure - events, exposure })),
  )
  expect(noise.lrv).toBeGreaterThan(0.1)
  expect(same).toEqual(noise)
  expect(share).toBeCloseTo(1 - rate, 12)
})

test('drift over hours is no noise, and outages are counted apart from it', () => {
  const random = seeded(5)
  const drifting = Array.from({ length: 1440 }, (_, i) => {
    const rate = 0.01 * (1 + 0.8 * Math.sin((2 * Math.PI * i) / 1440))
    const outage = i % 100 === 50 ? 20 : 1
    return { events: binomial(random, 2000, Math.min(1, rate * outage)), exposure: 2000 }
  })
  const { times, eps } = learnRateNoise('bernoulli', drifting)
  expect(times).toBeLessThan(1.15)
  expect(eps * 1442 - 1).toBeCloseTo(14, 0)
})

test('too short a history is refused', () => {
  const short = Array.from({ length: 99 }, () => ({ events: 1, exposure: 10 }))
  expect(() => learnRateNoise('poisson', [...short, { events: 0, exposure: 0 }])).toThrow(/at least 100/)
  expect(() => learnRankNoise([])).toThrow(/at least 100/)
})
