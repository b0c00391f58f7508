import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, decode, digestOf, encode, VerdictRefused, type Arm } from '@sluice/verdict'
import { evidenceOf, verdictOf } from './examples.ts'

const verdict = verdictOf([evidenceOf({})])

function refusal(text: string): readonly string[] {
  try {
    decode(text)
  } catch (error) {
    if (error instanceof VerdictRefused) return error.problems
    throw error
  }
  return []
}

/** The verdict as JSON with one place changed. */
function altered(change: (data: Record<string, unknown>) => void): string {
  const data = JSON.parse(encode(verdict)) as Record<string, unknown>
  change(data)
  return JSON.stringify(data)
}

describe('decode', () => {
  test('gives back what was encoded', () => expect(decode(encode(verdict))).toEqual(verdict))

  test('gives back any arm, numbers that JSON has no word for included', () => {
    const number = fc.double({ noNaN: false })
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
    const arm: fc.Arbitrary<Arm> = fc.oneof(
      fc.record({ kind: fc.constant('scalar' as const), value: number }),
      fc.record({ kind: fc.constant('values' as const), values: fc.array(number) }),
      fc.record({ kind: fc.constant('proportion' as const), events: finite, trials: finite }),
      fc.record({
        kind: fc.constant('absent' as const),
        absence: fc.constant('no_data' as const),
        detail: fc.string(),
      }),
    )
    fc.assert(
      fc.property(arm, (candidate) => {
        const block = { from: 0, to: 1, weight: 5, baseline: candidate, candidate }
        const given = verdictOf([evidenceOf({ samples: { metric: 'error rate', blocks: [block] } })])
        // JSON has one zero.
        expect(canonicalJson(decode(encode(given)))).toBe(canonicalJson(given))
      }),
    )
  })

  test('refuses an outcome that its own evidence contradicts', () => {
    const forged = encode({
      ...verdictOf([evidenceOf({ finding: 'worse', reason: 'regression' })]),
      outcome: 'pass',
      reason: 'within_margin',
    })
    expect(refusal(forged)).toEqual([expect.stringContaining('its evidence concludes in fail')])
  })

  test('refuses an unknown schema', () => {
    expect(refusal(altered((data) => (data['schema'] = 2)))).toEqual([
      expect.stringContaining('schema must be 1'),
    ])
  })

  test('refuses a policy that its digest does not name', () => {
    expect(
      refusal(altered((data) => Object.assign(data['policy'] as object, { digest: digestOf('other') }))),
    ).toHaveLength(1)
  })

  test('names every place that does not fit, at once', () => {
    const problems = refusal(
      altered((data) => Object.assign(data, { action: 7, outcome: 'perhaps', surprise: true })),
    )
    expect(problems.join('\n')).toMatch(/action[^]*outcome[^]*surprise/)
  })

  test('asks whoever can judge again, and believes them', () => {
    expect(() => decode(encode(verdict), () => ['the estimate is another'])).toThrow(
      /the estimate is another/,
    )
  })

  test('throws nothing but a refusal, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(refusal(text).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('digestOf', () => {
  test('does not depend on the order of keys', () => {
    expect(digestOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(digestOf({ b: [{ d: 3, c: 2 }], a: 1 }))
  })
  test('is the SHA-256 of the canonical JSON', () => {
    // printf '{"a":1}' | sha256sum
    expect(digestOf({ a: 1 })).toBe('sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862')
  })
})
