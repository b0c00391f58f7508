import type { Arm, Verdict } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { sightOf } from '../../../actions/canary-step/src/sight.ts'
import { exposedIn } from '../../../actions/canary-step/src/verdict.ts'

const MINUTE = 60_000
const WEIGHT = 2
const intervals = Array.from({ length: 6 }, (_, i) => ({
  from: i * MINUTE,
  to: (i + 1) * MINUTE,
  weight: WEIGHT,
  counts: 'yes' as const,
}))
const requests = (trials: number): Arm => ({ kind: 'proportion', events: 0, trials })
const absent: Arm = { kind: 'absent', absence: 'no_data' }
const samplesOf = (baseline: Arm, candidate: Arm) => [
  { metric: 'errors', blocks: intervals.map((slot) => ({ ...slot, baseline, candidate })) },
]

function sight(baseline: Arm, candidate: Arm, share?: number, weight = WEIGHT) {
  const document = {
    metrics: [{ name: 'errors', kind: 'proportion', critical: true }],
    ...(share === undefined ? {} : { share }),
  }
  const verdict = {
    outcome: 'inconclusive',
    reason: 'no_data',
    evidence: [],
    policy: { document },
  } as unknown as Verdict
  const samples = samplesOf(baseline, candidate)
  return sightOf({
    verdict,
    samples,
    intervals,
    intervalMs: MINUTE,
    weight,
    arrivedAt: 0,
    lagMs: 0,
    now: intervals.at(-1)?.to ?? 0,
    downMs: 0,
  })
}

describe('beside a control', () => {
  test('a dead candidate is silent after as many requests as its share of both, not of all traffic', () => {
    // 15 requests a minute of the control: 15 were due to the candidate, at 2 % of the router less than one.
    expect(sight(requests(15), requests(0), 0.5).silentMs).toBe(6 * MINUTE)
    expect(sight(requests(15), requests(0)).silentMs).toBe(0)
  })

  test('a control without traffic leaves nothing to compare with, which is as bad as blindness', () => {
    expect(sight(absent, requests(15), 0.5).blind).toBe(true)
    expect(sight(requests(0), requests(15), 0.5).blind).toBe(true)
    expect(sight(requests(15), requests(15), 0.5).blind).toBe(false)
    expect(sight(absent, requests(15)).blind).toBe(false)
  })

  test('at home it shows nothing, so that a control that was mended can be tried again', () => {
    expect(sight(absent, requests(0), 0.5, 0).blind).toBe(false)
  })

  test('above its share the candidate leaves no equal control, which is not blindness', () => {
    expect(sight(absent, requests(15), 0.5, 100).blind).toBe(false)
    expect(sight(absent, requests(15), 0.5, 98).blind).toBe(false)
    expect(sight(absent, requests(15), 0.5, 50).blind).toBe(true)
  })

  test('the exposed part is that of all traffic', () => {
    const samples = samplesOf(requests(20), requests(20))
    expect(exposedIn(samples, true)).toEqual({ requests: 120, share: 0.02 })
    expect(exposedIn(samples)).toEqual({ requests: 120, share: 0.5 })
  })
})
