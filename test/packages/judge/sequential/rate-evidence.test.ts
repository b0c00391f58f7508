import {
  pooledRate,
  rateNoise,
  startTotals,
  addTotals,
  type EventLaw,
  type NoiseSummary,
  type Side,
  type TwoArms,
} from '@sluice/stats'
import { expect, test } from 'vitest'
import { isRow, listIn, numberOf } from '../../../../dev/vectors/src/document.ts'
import { equalityEvidence, lineEvidence } from '../../../../packages/judge/src/sequential/rate-evidence.ts'
import { documentAt } from '../../stats/oracle.ts'
import { seeded } from './rollout.ts'

/** Draws what test/oracles/make-forms.py draws from the same seed, and judges it as the track of a rate does. */
function logEOf(seed: number): number {
  const random = seeded(seed)
  const law: EventLaw = random() < 0.3 ? 'poisson' : 'bernoulli'
  const base = 10 ** (-0.3 - 2.7 * random())
  const size = 40 + Math.floor(random() * 3000)
  const [share, change, shaken] = [0.05 + 0.9 * random(), 0.6 + random(), 0.6 * random()]
  const isEquality = random() < 0.3
  const side: Side = random() < 0.5 ? 1 : -1
  const slope = isEquality || random() < 0.6 ? 1 : 0.7 + 0.8 * random()
  const offset = isEquality || slope !== 1 ? 0 : base * (random() - 0.3)
  const memory = random() < 0.6 ? 1 : 4
  const learned: NoiseSummary = { blocks: 1440, rate: base, lrv: 0.2 * random() * memory, memory, eps: 0.01 }
  const history = random() < 0.5 ? null : learned
  const alpha = random() < 0.5 ? 0.05 : 0.01
  const n = Math.max(1, Math.floor(size * share))
  const m = Math.max(1, size - n)
  const events = (count: number, rate: number): number => {
    const wish = Math.trunc(count * rate * (1 + shaken * (2 * random() - 1)) + random())
    return Math.min(count, Math.max(0, wish))
  }
  const terms = history === null ? { alpha, eps: 0.005 } : { alpha, eps: history.eps, expected: history.rate }
  const evidence = isEquality
    ? equalityEvidence(law, side, terms)
    : lineEvidence(law, side, { slope, offset }, terms)
  const noise = rateNoise(law, history)
  const totals = startTotals()
  const count = 1 + Math.floor(random() * 25)
  for (let i = 0; i < count; i++) {
    const x = events(n, base * change)
    const block: TwoArms = { x, n, y: events(m, base), m }
    evidence.add(block, { ...noise.take(block), past: pooledRate(totals) ?? history?.rate ?? null })
    addTotals(totals, block)
  }
  return evidence.logE()
}

test('absolute margins and common events are judged as a second program does it, in 1,000 random rollouts', () => {
  const cases = listIn(documentAt('oracles/stats/forms.json')).filter(isRow)
  expect(cases).toHaveLength(1000)
  for (const row of cases) {
    const seed = numberOf(row['seed'], 'seed')
    const theirs = numberOf(row['logE'], 'logE')
    expect(Math.abs(logEOf(seed) - theirs), `seed ${seed}`).toBeLessThan(1e-9 * Math.max(1, Math.abs(theirs)))
  }
})
