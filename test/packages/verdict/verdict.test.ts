import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conclude, type Finding } from '@sluice/verdict'
import { evidenceOf } from './examples.ts'

const findings = fc.array(
  fc.record({ finding: fc.constantFrom<Finding>('fine', 'worse', 'unknown'), critical: fc.boolean() }),
  { maxLength: 8 },
)
const evidence = findings.map((list) => list.map((each, i) => evidenceOf({ ...each, metric: `m${i}` })))

describe('conclude', () => {
  test('nothing measured is inconclusive, never a pass', () => {
    expect(conclude([])).toEqual({ outcome: 'inconclusive', reason: 'nothing_measured' })
    expect(conclude([evidenceOf({ critical: false })]).outcome).toBe('inconclusive')
  })

  test('one harmful critical finding fails, whatever else is unknown', () => {
    expect(
      conclude([evidenceOf({}), evidenceOf({ finding: 'unknown' }), evidenceOf({ finding: 'worse' })])
        .outcome,
    ).toBe('fail')
  })

  test('a metric that is not critical never decides', () => {
    expect(conclude([evidenceOf({}), evidenceOf({ finding: 'worse', critical: false })]).outcome).toBe('pass')
  })

  test('a source that cannot be reached has a reason of its own', () => {
    expect(conclude([evidenceOf({ finding: 'unknown', reason: 'source_unreachable' })]).reason).toBe(
      'source_unavailable',
    )
  })

  test('adding evidence never turns a fail into a pass', () => {
    fc.assert(
      fc.property(evidence, evidence, (some, more) => {
        const before = conclude(some).outcome
        const after = conclude([...some, ...more]).outcome
        expect(before === 'fail' && after !== 'fail').toBe(false)
      }),
    )
  })

  test('order never matters', () => {
    fc.assert(
      fc.property(evidence, (list) => {
        expect(conclude(list.toReversed())).toEqual(conclude(list))
      }),
    )
  })
})
