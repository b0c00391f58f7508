import { renderMarkdown, renderTerminal } from '@sluice/report'
import type { Evidence } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { evidenceOf, verdictOf } from '../verdict/examples.ts'

const framing = { decision: 'reject', did: 'was rejected', go: false }

function worse(metric: string, some: Partial<Evidence>): Evidence {
  return evidenceOf({ metric, finding: 'worse', reason: 'difference_beyond_budget', ...some })
}

/** Metrics in the order of the sentence. */
function told(evidence: readonly Evidence[]): readonly string[] {
  const [, sentence = ''] = renderMarkdown(verdictOf(evidence), framing).split('\n\n')
  return [...sentence.matchAll(/\*\*([^*]+)\*\*(?:,| and| is| are| differs?)/g)].map(([, name = '']) => name)
}

function differs(metric: string, estimate: number | null, margin: number | null): Evidence {
  return worse(metric, { scale: 'difference', effect: { estimate, low: null, high: null }, margin })
}

describe('the sentence', () => {
  test('names the metrics that are the most times beyond what is tolerated', () => {
    expect(
      told([
        differs('a', 0.002, 0.001),
        differs('b', 0.3, 0.01),
        worse('c', { effect: { estimate: 1.5, low: null, high: null }, margin: 1.1 }),
        worse('d', { scale: 'absolute', effect: { estimate: 0.9, low: null, high: null }, margin: 0.01 }),
      ]),
    ).toEqual(['d', 'b', 'c'])
  })

  test('puts first what tolerates nothing, by its size, and last what has no number', () => {
    expect(told([differs('a', null, 0.1), differs('b', 0.1, 0), differs('c', 0.2, 0)])).toEqual([
      'c',
      'b',
      'a',
    ])
    expect(told([differs('a', 5, null), differs('b', 0.1, 0.2)])).toEqual(['b', 'a'])
  })

  test('goes by name where two are the same', () => {
    expect(told([differs('b', 0.1, 0), differs('a', 0.1, 0), differs('c', 0.1, 0)])).toEqual(['a', 'b', 'c'])
  })

  test('knows which way is worse', () => {
    const falls = (metric: string, estimate: number): Evidence => ({
      ...worse(metric, { scale: 'absolute', effect: { estimate, low: null, high: null }, margin: 0.9 }),
      policy: { ...evidenceOf({}).policy, worse: 'lower' },
    })
    expect(told([falls('a', 0.8), falls('b', 0.1), falls('c', 0)])).toEqual(['c', 'b', 'a'])
  })

  test('counts one request as one', () => {
    const open = evidenceOf({ finding: 'unknown', reason: 'more_trials_needed', needed: 1 })
    const text = renderMarkdown(verdictOf([open], { exposed: { requests: 1, share: 0.5 } }), framing)
    expect(text).toContain('needs about 1 more request')
    expect(text).toMatch(/ 1 request \(50/)
  })
})

describe('the bounds of a table', () => {
  const kayenta = evidenceOf({ metric: 'k', judge: 'kayenta', confidence: 0.98, scale: 'difference' })
  const head = (evidence: readonly Evidence[]): readonly string[] =>
    [renderMarkdown(verdictOf(evidence), framing), renderTerminal(verdictOf(evidence), framing)].map((text) =>
      text.replaceAll('\u00a0', ' '),
    )

  test.each(['sequential', 'fixed', 'paired'])('hold each by itself when judged by %s', (judge) => {
    for (const text of head([evidenceOf({ judge })])) expect(text).toContain('bounds (95% each)')
  })

  test('hold together when judged as Kayenta does', () => {
    for (const text of head([kayenta])) expect(text).toContain('98% interval')
  })

  test('say row by row what they promise where that varies', () => {
    for (const text of head([kayenta, evidenceOf({})])) {
      expect(text).toContain('to +10%, bounds (95% each)')
      expect(text).toMatch(/, 98% interval/)
    }
  })

  test('are left out where all was counted', () => {
    const { policy } = evidenceOf({})
    const counted = evidenceOf({ policy: { ...policy, settings: { census: true } } })
    for (const text of head([counted])) expect(text).not.toMatch(/each\)|interval/)
  })
})
