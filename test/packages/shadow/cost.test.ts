import { costOf } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { compared, ndjson } from './worlds.ts'

const PRICES = { request: 0.5, gigabyte: 1e9, 'cpu-second': 2, currency: 'EUR' }

const log = (ids: readonly number[], more: object = {}): string =>
  ndjson(ids.map((id) => ({ id, bytes: 10, cpu_ms: 100, ...more })))

describe('the cost of running in parallel', () => {
  test('of logs is every answer of candidate and repeat, compared or not', () => {
    const texts = [log([1, 2, 3]), `${log([1, 2, 9, 9])}{"no":"id"}\nnot json\n`, log([1, 8])]
    expect(costOf(compared(texts), PRICES)).toEqual([
      { name: 'extra requests', value: 8 },
      { name: 'extra bytes', value: 30, unit: 'B' },
      { name: 'extra CPU', value: 0.3, unit: 's' },
      { name: 'money', value: 8 * 0.5 + 30 + 0.6, unit: 'EUR' },
    ])
  })

  test('of a replay is everything that was sent, the primary too', () => {
    const cost = costOf(compared([log([1, 2]), log([1, 2])]), undefined, { sent: 40, bytes: 777 })
    expect(cost).toEqual([
      { name: 'extra requests', value: 40 },
      { name: 'extra bytes', value: 777, unit: 'B' },
      { name: 'extra CPU', value: 0.4, unit: 's' },
    ])
  })

  test('of nothing is nothing', () => {
    expect(costOf(compared(['', '']), PRICES)).toEqual([])
  })
})
