import { describe, expect, test } from 'vitest'
import { MissingMetricSet, mixMetricSets } from '../../../dev/vectors/src/kayenta-judge-kinds.ts'

describe('mixing metric sets', () => {
  test('an arm without points becomes as many gaps as its interval holds', () => {
    const span = { startMs: 0, endMs: 180_000, stepMs: 60_000 }
    const mixed = mixMetricSets({ values: [1, 2, 3], ...span }, { values: [], ...span })
    expect(mixed).toEqual({ control: [1, 2, 3], experiment: [NaN, NaN, NaN] })
  })

  test('an arm that was never fetched is an error', () => {
    expect(() => mixMetricSets({ values: [1] }, undefined)).toThrow(MissingMetricSet)
  })
})
