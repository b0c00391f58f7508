import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  describe as describeMark,
  readMark,
  readPlan,
  rungsOf,
  type Mark,
  type RolloutPlan,
} from '../../../actions/canary-step/src/record.ts'

const weight = fc.integer({ min: 1, max: 1000 }).map((n) => n / 10)
const run = fc.constantFrom('1.1', '19283746.2', 'local')
const mark: fc.Arbitrary<Mark> = fc.oneof(
  fc.record({ kind: fc.constant('rung' as const), weight, from: fc.integer({ min: 0, max: 4e12 }), run }),
  fc.record({ kind: fc.constant('held' as const), weight, run }),
  fc.record({ kind: fc.constant('taken' as const), weight, run }),
)
const PLAN: RolloutPlan = {
  sluice: 1,
  service: 'shop',
  ladder: [5, 100],
  intervalMs: 1000,
  baseline: 'a',
  candidate: 'b',
  before: 0,
  startedAt: 1,
  run: '1.1',
  lease: 1,
  digest: 'sha256:0',
}

describe('marks', () => {
  test('are read back from the words people see, which fit into a deployment status', () => {
    fc.assert(
      fc.property(mark, (given) => {
        expect(describeMark(given).length).toBeLessThanOrEqual(140)
        expect(readMark(describeMark(given))).toEqual(given)
      }),
    )
  })
  test('of others are not ours', () => {
    for (const text of ['', 'Deployed', '5% since yesterday (run 1)', 'canary of shop: 5% → 100%']) {
      expect(readMark(text)).toBeUndefined()
    }
  })
  test('tell the rungs in order', () => {
    const marks: Mark[] = [
      { kind: 'rung', weight: 5, from: 1, run: '1' },
      { kind: 'held', weight: 5, run: '1' },
      { kind: 'taken', weight: 5, run: '2' },
      { kind: 'rung', weight: 25, from: 9, run: '2' },
    ]
    expect(rungsOf(marks)).toEqual([
      { weight: 5, from: 1 },
      { weight: 25, from: 9 },
    ])
  })
})

describe('readPlan', () => {
  test('reads what was kept', () => expect(readPlan(JSON.parse(JSON.stringify(PLAN)))).toEqual(PLAN))
  test('takes no payload of anyone else for ours', () => {
    for (const payload of [
      null,
      'text',
      {},
      { sluice: 2 },
      { ...PLAN, ladder: ['5'] },
      { ...PLAN, before: undefined },
    ]) {
      expect(readPlan(payload)).toBeUndefined()
    }
  })
})
