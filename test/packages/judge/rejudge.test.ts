import { expect, test } from 'vitest'
import { judge, rejudge } from '@sluice/compat'
import { digestOf, type Effect } from '@sluice/verdict'
import { evidenceOf, POLICY, verdictOf } from '../verdict/examples.ts'

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

test('an interval drawn a little differently is the same evidence, an estimate or a far bound is not', () => {
  const policy = { ...POLICY, metrics: [evidenceOf({}).policy] }
  const { metric, blocks } = evidenceOf({}).samples
  const minutes = Array.from({ length: 30 }, (_, i) =>
    blocks.map((block) => ({ ...block, from: i * 60_000, to: (i + 1) * 60_000 })),
  )
  const judged = judge(policy, [{ metric, blocks: minutes.flat() }])
  const [evidence] = judged
  if (evidence === undefined) throw new Error('nothing was judged')
  const verdict = verdictOf(judged, { policy: { digest: digestOf(policy), document: policy } })
  const withEffect = (effect: Partial<Effect>) =>
    rejudge({ ...verdict, evidence: [{ ...evidence, effect: { ...evidence.effect, ...effect } }] })
  const { low, high, estimate } = evidence.effect
  const width = (high ?? 0) - (low ?? 0)
  expect(width).toBeGreaterThan(0)
  expect(rejudge(verdict)).toEqual([])
  expect(withEffect({ high: (high ?? 0) + 0.1 * width })).toEqual([])
  expect(withEffect({ high: (high ?? 0) + 0.5 * width })).toHaveLength(1)
  expect(withEffect({ low: null })).toHaveLength(1)
  expect(withEffect({ estimate: (estimate ?? 0) * 1.01 })).toHaveLength(1)
})

test('a verdict that earlier rules gave is refused by that reason, and taken where the rules agree', () => {
  const policy = { ...POLICY, metrics: [evidenceOf({}).policy] }
  const [evidence] = judge(policy, [evidenceOf({}).samples])
  if (evidence === undefined) throw new Error('nothing was judged')
  const { noise, ...earlier } = evidence
  expect(noise).toBe('presumed')
  const verdict = (some: object) =>
    verdictOf([{ ...earlier, ...some }], { policy: { digest: digestOf(policy), document: policy } })
  expect(rejudge(verdict({}))).toEqual([])
  expect(rejudge(verdict({ finding: 'fine', reason: 'within_margin' })).join()).toContain(
    'earlier version of Sluice',
  )
})
