import { judge } from '@sluice/compat'
import type { LearnedRate } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { metric, policy } from './sequential/rollout.ts'

describe('a history that no past can teach', () => {
  const rate: LearnedRate = { rate: 0.01, lrv: 0.2, memory: 1, eps: 0.0025, times: 2 }
  const told = (over: Partial<LearnedRate>, blocks = 400, kind: 'proportion' | 'count' = 'proportion') =>
    judge(policy([metric({ kind, history: { blocks, seconds: 60, rate: { ...rate, ...over } } })]), [])

  test.each([
    ['too few blocks', {}, 99, /blocks must be a whole number of at least 100/],
    ['a part of a block', {}, 100.5, /blocks/],
    ['fewer exceptions than its blocks can show', { eps: 1 / 500 }, 400, /eps/],
    ['exceptions that are the rule', { eps: 0.21 }, 400, /noise that a history can tell/],
    ['variance beyond its cap', { lrv: 30 }, 400, /noise that a history can tell/],
    ['memory beyond the lags', { memory: 122 }, 400, /noise that a history can tell/],
    ['more events than trials', { rate: 1.5 }, 400, /rate must be a share from 0 to 1/],
  ] as const)('is refused: %s', (_, over, blocks, problem) => {
    expect(() => told(over, blocks)).toThrow(problem)
  })

  test('is not one at the edge of what can be learned, nor a count with more events than its exposure', () => {
    expect(() => told({ eps: Number((1 / 402).toPrecision(12)) })).not.toThrow()
    expect(() => told({ eps: 0.2, lrv: 29, memory: 1 })).not.toThrow()
    expect(() => told({ rate: 1.5 }, 400, 'count')).not.toThrow()
  })
})
