import type { Absence, Arm, MetricKind } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { isHeard, silentFor, type MetricBlocks } from '../../../actions/canary-step/src/silence.ts'

const MINUTE = 60_000
const intervals = Array.from({ length: 6 }, (_, i) => ({
  from: i * MINUTE,
  to: (i + 1) * MINUTE,
  weight: 20,
  counts: 'yes' as const,
}))
const reached = { intervalMs: MINUTE, weight: 20, arrivedAt: 0 }

/** One metric over all intervals; from the third on the candidate shows `dead`. */
function metric(kind: MetricKind, alive: Arm, dead: Arm): MetricBlocks {
  return {
    kind,
    blocks: intervals.map((slot, i) => ({ ...slot, baseline: alive, candidate: i < 2 ? alive : dead })),
  }
}
const absent = (absence: Absence): Arm => ({ kind: 'absent', absence })
const errors = metric(
  'proportion',
  { kind: 'proportion', events: 4, trials: 400 },
  { kind: 'proportion', events: 0, trials: 0 },
)
const silent = (...metrics: MetricBlocks[]): number => silentFor(metrics, intervals, reached) / MINUTE

describe('a candidate without requests', () => {
  const histogram: Arm = { kind: 'histogram', bounds: [0.1], counts: [300, 100] }
  test.each<[string, MetricBlocks]>([
    [
      'a mean of none',
      metric('mean', { kind: 'summary', n: 400, mean: 1, m2: 9 }, { kind: 'summary', n: 0, mean: 0, m2: 0 }),
    ],
    [
      'a mean that could not be read',
      metric('mean', { kind: 'summary', n: 400, mean: 1, m2: 9 }, absent('source_refused')),
    ],
    ['latencies that could not be read', metric('quantile', histogram, absent('source_refused'))],
    ['empty latencies', metric('quantile', histogram, { kind: 'histogram', bounds: [0.1], counts: [0, 0] })],
    [
      'no raw latencies',
      metric('quantile', { kind: 'values', values: [0.1, 0.2] }, { kind: 'values', values: [] }),
    ],
    [
      'no events of a constant exposure',
      metric('count', { kind: 'count', events: 3, exposure: 60 }, { kind: 'count', events: 0, exposure: 60 }),
    ],
    [
      'memory that is still measured',
      metric('scalar', { kind: 'scalar', value: 9 }, { kind: 'scalar', value: 8 }),
    ],
    [
      'a gauge that is still recorded',
      metric('series', { kind: 'values', values: [9] }, { kind: 'values', values: [8] }),
    ],
    ['0 of 0', metric('scalar', { kind: 'scalar', value: 9 }, absent('not_a_number'))],
  ])('is silent beside %s', (_, beside) => {
    expect(silent(errors)).toBe(4)
    expect(silent(errors, beside)).toBe(4)
    expect(silent(beside, errors)).toBe(4)
    expect(isHeard([errors, beside], 5)).toBe(false)
  })

  test.each<[string, MetricBlocks]>([
    [
      'errors of another kind',
      metric(
        'proportion',
        { kind: 'proportion', events: 4, trials: 400 },
        { kind: 'proportion', events: 0, trials: 1 },
      ),
    ],
    ['one latency', metric('quantile', histogram, { kind: 'histogram', bounds: [0.1], counts: [0, 1] })],
    [
      'one value of a mean',
      metric('mean', { kind: 'summary', n: 400, mean: 1, m2: 9 }, { kind: 'summary', n: 1, mean: 1, m2: 0 }),
    ],
    [
      'one event',
      metric('count', { kind: 'count', events: 3, exposure: 60 }, { kind: 'count', events: 1, exposure: 60 }),
    ],
    [
      'numbers that contradict each other',
      metric('proportion', { kind: 'proportion', events: 4, trials: 400 }, absent('events_exceed_trials')),
    ],
  ])('is heard by %s', (_, beside) => {
    expect(silent(errors, beside)).toBe(0)
    expect(isHeard([errors, beside], 5)).toBe(true)
  })
})

test('where nothing counts requests, a version is silent once nothing of it is measured', () => {
  const memory = metric('scalar', { kind: 'scalar', value: 9 }, absent('no_data'))
  const alive = metric('scalar', { kind: 'scalar', value: 9 }, { kind: 'scalar', value: 9 })
  expect(silent(memory)).toBe(4)
  expect(silent(memory, alive)).toBe(0)
  const neither = metric('scalar', absent('no_data'), absent('no_data'))
  expect(silent(neither)).toBe(0)
})

test('a source that fails for both versions shows no silence, and neither does a metric that only the candidate lacks words for', () => {
  const failing = metric('proportion', absent('source_unreachable'), absent('source_unreachable'))
  expect(silent(failing)).toBe(0)
  const refused = metric(
    'proportion',
    { kind: 'proportion', events: 4, trials: 400 },
    absent('source_refused'),
  )
  expect(silent(refused)).toBe(0)
})

test('with little traffic an empty interval means nothing', () => {
  const rare = metric(
    'proportion',
    { kind: 'proportion', events: 0, trials: 4 },
    { kind: 'proportion', events: 0, trials: 0 },
  )
  expect(silent(rare)).toBe(0)
  expect(silentFor([rare], intervals, { ...reached, weight: 80 })).toBe(4 * MINUTE)
})
