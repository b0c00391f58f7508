import {
  addTempered,
  EQUAL_LOG_WEIGHTS,
  PRESUMED_EPS,
  rateNoise,
  ratioFactors,
  REGRESSION_LOG_WEIGHTS,
  startTempered,
  temperedLogE,
  type EventLaw,
  type NoiseSummary,
  type Side,
  type TwoArms,
} from '@sluice/stats'
import { expect, test } from 'vitest'
import { isRow, listIn, numberOf, numbersOf, rowOf } from '../../../dev/vectors/src/document.ts'
import { documentAt } from './oracle.ts'

interface Rollout {
  readonly law: EventLaw
  readonly side: Side
  readonly ratio: number
  readonly alpha: number
  readonly history: NoiseSummary | null
  readonly blocks: readonly TwoArms[]
  readonly logE: number
}

function rolloutOf(row: Readonly<Record<string, unknown>>): Rollout {
  const number = (name: string) => numberOf(row[name], name)
  const past = row['history'] === null ? null : rowOf(row['history'])
  const learned = (name: string) => numberOf(past?.[name], name)
  return {
    law: row['law'] === 'poisson' ? 'poisson' : 'bernoulli',
    side: number('side') === 1 ? 1 : -1,
    ratio: number('ratio'),
    alpha: number('alpha'),
    logE: number('logE'),
    history:
      past === null
        ? null
        : {
            blocks: learned('blocks'),
            rate: learned('rate'),
            lrv: learned('lrv'),
            memory: learned('memory'),
            eps: learned('eps'),
          },
    blocks: listIn(row['blocks']).map((block) => {
      const [x = 0, n = 0, y = 0, m = 0] = numbersOf(block, 'block')
      return { x, n, y, m }
    }),
  }
}

function logEOf({ law, side, ratio, alpha, history, blocks }: Rollout): number {
  const state = startTempered(EQUAL_LOG_WEIGHTS.length, history?.eps ?? PRESUMED_EPS, alpha)
  const noise = rateNoise(law, history)
  for (const block of blocks) {
    const { rate, temper } = noise.take(block)
    const factors = ratioFactors(law, block, ratio, side, rate)
    addTempered(state, factors, temper(factors.v))
  }
  return temperedLogE(state, REGRESSION_LOG_WEIGHTS)
}

test('evidence under noise is what a second program gives, in 1,000 random rollouts', () => {
  const rollouts = listIn(documentAt('oracles/stats/noise.json')).filter(isRow).map(rolloutOf)
  expect(rollouts).toHaveLength(1000)
  for (const rollout of rollouts) expect(Math.abs(logEOf(rollout) - rollout.logE)).toBeLessThan(1e-9)
})
