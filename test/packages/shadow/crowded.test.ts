import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

/** Several times the places from which an object counts as crowded, each in one pair. */
const N = 1000
const log = (make: (id: number) => unknown, length = N): string =>
  ndjson(Array.from({ length }, (_, id) => ({ id, ...(make(id) as object) })))

const worse = (...makes: readonly ((id: number) => unknown)[]): readonly string[] =>
  verdictOn(compared(makes.map((make) => log(make))))
    .evidence.filter(({ finding }) => finding === 'worse')
    .map(({ metric }) => metric)

describe('objects whose keys are data', () => {
  test.each([
    ['another value', (id: number) => ({ prices: { [`sku ${id}`]: 19 } })],
    ['nothing', () => ({ prices: {} })],
    ['another key', (id: number) => ({ prices: { [`other ${id}`]: 9.5 } })],
  ])('are judged together: %s under every key is told', (_, candidate) => {
    const primary = (id: number): unknown => ({ prices: { [`sku ${id}`]: 9.5 } })
    expect(worse(primary, candidate)).toContain('anything in prices')
    expect(worse(primary, candidate, primary)).toContain('anything in prices')
  })

  test('further in, too', () => {
    const primary = (id: number): unknown => ({ users: { [id]: { name: { first: 'a' } } } })
    expect(worse(primary, (id) => ({ users: { [id]: { name: { first: 'b' } } } }), primary)).toContain(
      'anything in users',
    )
  })

  test('and their own noise is no difference', () => {
    const random = seeded(7)
    const make = (): unknown => ({ cache: { [`k${Math.floor(random() * 1e9)}`]: 1 }, clock: random() })
    expect(worse(make, make, make)).toEqual([])
  })

  test('objects with some fields are judged field by field', () => {
    const fields = (id: number, at: number): unknown =>
      Object.fromEntries(Array.from({ length: 100 }, (_, k) => [`f${k}`, id % 500 === k * 5 + at ? 1 : 0]))
    const verdict = verdictOn(compared([log((id) => fields(id, 0), 1500), log((id) => fields(id, 1), 1500)]))
    expect(verdict.evidence.some(({ metric }) => metric.startsWith('anything in'))).toBe(false)
  })
})
