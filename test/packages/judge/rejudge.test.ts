import { expect, test } from 'vitest'
import { rejudge } from '@sluice/judge'
import { evidenceOf, verdictOf } from '../verdict/examples.ts'

test('evidence by a judge that nobody knows is refused: it would be a pass that nobody can recompute', () => {
  const stated = evidenceOf({ judge: 'trust-me' })
  expect(rejudge(verdictOf([stated])).join()).toContain('there is no judge called trust-me')
  expect(rejudge(verdictOf([stated], { action: 'bluegreen-swap' })).join()).toContain('trust-me')
})

test('what a swap checked once is its statement, and a canary cannot make such statements', () => {
  const checked = evidenceOf({ judge: 'check', reason: 'check_passed' })
  expect(rejudge(verdictOf([checked], { action: 'bluegreen-swap' }))).toEqual([])
  expect(rejudge(verdictOf([checked])).join()).toContain('there is no judge called check')
})
