import { describe, expect, test } from 'vitest'
import { matches } from '../../../dev/vectors/src/compare.ts'
import { listIn, rowOf } from '../../../dev/vectors/src/document.ts'
import { reportLines, runVectors } from '../../../dev/vectors/src/run.ts'
import { documentAt } from '../../packages/stats/oracle.ts'

const failures = (document: unknown): readonly string[] =>
  runVectors('file', document).flatMap(({ name, passed }) => (passed ? [] : [name]))

/** Every number of a claim moved by one part in a thousand, or from 0 to 0.001. */
function bent(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 ? 0.001 : value * 1.001 + 0.001
  if (Array.isArray(value)) return value.map(bent)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bent(inner)]))
}

describe('statistics vectors', () => {
  test('all reference vectors of R, SciPy, confseq and closed forms pass', () => {
    expect(failures(documentAt('fixtures/vectors/statistics.json'))).toEqual([])
  })

  test('random inputs agree with SciPy', () => {
    expect(failures(documentAt('oracles/stats/random-vectors.json'))).toEqual([])
  })

  test('a claim bent by a thousandth is noticed in every vector that claims a number', () => {
    const document = rowOf(documentAt('fixtures/vectors/statistics.json'))
    const vectors = listIn(document['vectors']).map(rowOf)
    const changed = vectors
      .map((vector) => ({ ...vector, expected: bent(vector['expected']) }))
      .filter((vector, i) => JSON.stringify(vector.expected) !== JSON.stringify(vectors[i]?.['expected']))
    expect(changed.length).toBeGreaterThan(250)
    expect(runVectors('file', { vectors: changed }).filter(({ passed }) => passed)).toEqual([])
  })

  test('an unknown method, an input that is refused and an unknown format count as failed', () => {
    const vectors = [
      { method: 'astrology', input: {}, expected: 1 },
      { method: 'normal_quantile', input: {}, expected: 1, tolerance: { rel: 1 } },
      { method: 'toString', input: {}, expected: 1 },
    ]
    expect(reportLines(runVectors('file', { vectors })).at(-1)).toBe('0 passed, 3 failed')
    expect(reportLines(runVectors('file', { other: [] })).at(-1)).toBe('0 passed, 1 failed')
    expect(reportLines(runVectors('file', { vectors: [] })).at(-1)).toBe('0 passed, 1 failed')
  })
})

describe('comparing', () => {
  test('either tolerance suffices, and neither means equal', () => {
    expect(matches(1.0001, 1, { rel: 1e-3, abs: 1e-9 })).toBe(true)
    expect(matches(1e-11, 0, { rel: 1e-9, abs: 1e-10 })).toBe(true)
    expect(matches(1.0001, 1, {})).toBe(false)
  })

  test('a tiny p-value is compared by its logarithm, not waved through by an absolute tolerance', () => {
    expect(matches({ p: 1e-40 }, { p: 2e-45 }, { rel: 1e-8, abs: 1e-10 })).toBe(false)
    expect(matches({ p: 0 }, { p: 2e-45 }, { rel: 1e-8, abs: 1e-10 })).toBe(false)
    expect(matches({ p: 2e-45 * (1 + 1e-8) }, { p: 2e-45 }, { rel: 1e-8 })).toBe(true)
  })

  test('NaN and infinities are read from their names and equal only themselves', () => {
    expect(matches(Infinity, 'Infinity', {})).toBe(true)
    expect(matches(NaN, 'NaN', {})).toBe(true)
    expect(matches(NaN, 1, { abs: 1 })).toBe(false)
    expect(matches(1e300, 'Infinity', { rel: 1 })).toBe(false)
  })

  test('what was claimed and did not come is a failure; more than was claimed is not', () => {
    expect(matches({ a: 1, b: 2 }, { a: 1 }, {})).toBe(true)
    expect(matches({ b: 2 }, { a: 1 }, {})).toBe(false)
    expect(matches([1, 2], [1], {})).toBe(false)
  })
})
