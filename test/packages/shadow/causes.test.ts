import { shadowDetails, type ShadowCause } from '@sluice/verdict'
import { encodeSummary, mergeSummaries } from '@sluice/shadow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPairSet, emptyPairSet, notePairIn, shareIn } from '../../../packages/shadow/src/tally/pair-set.ts'
import { compared, comparison, ndjson, verdictOn } from './worlds.ts'

function causes(primary: readonly object[], candidate: readonly object[], repeat?: readonly object[]) {
  const texts = [primary, candidate, ...(repeat === undefined ? [] : [repeat])].map((records) =>
    ndjson(records.map((record, id) => ({ id, ...record }))),
  )
  return shadowDetails(verdictOn(compared(texts)).details)?.causes ?? []
}

const many = (n: number, make: (k: number) => object): readonly object[] =>
  Array.from({ length: n }, (_, k) => make(k))

const told = (found: readonly ShadowCause[]) => found.map(({ path, pairs, fields }) => [path, pairs, fields])

describe('causes of what differs', () => {
  const order = { status: 200, total: 7, lines: { a: 1, b: 2, c: 3 } }

  test('a status that fails explains what else differs in the same answers', () => {
    const [cause] = causes(
      many(400, () => order),
      many(400, (k) => (k % 20 === 0 ? { status: 503, error: 'busy', lines: {} } : order)),
    )
    expect(cause).toMatchObject({
      path: 'status',
      kind: 'value',
      turn: '200 → 503',
      turns: 1,
      pairs: 20,
      fields: 5,
    })
    expect(cause?.groups).toEqual([
      { in: '', kind: 'extra', count: 1, paths: ['error'] },
      { in: '', kind: 'missing', count: 1, paths: ['total'] },
      { in: 'lines', kind: 'missing', count: 3, paths: ['lines.a', 'lines.b', 'lines.c'] },
    ])
  })

  test('fields that differ in other answers are causes of their own, failures first', () => {
    const found = causes(
      many(400, () => ({ ...order, tax: 1 })),
      many(400, (k) => {
        if (k % 40 === 1) return { ...order, tax: 1, status: 500 }
        return k % 4 === 0 ? { ...order, tax: 2 } : { ...order, tax: 1 }
      }),
    )
    expect(told(found)).toEqual([
      ['status', 10, 0],
      ['tax', 100, 0],
    ])
  })

  test('a field that always differs explains nothing that happens now and then', () => {
    const found = causes(
      many(200, () => ({ at: 1, price: 1 })),
      many(200, (k) => ({ at: 2, price: k % 10 === 0 ? 2 : 1 })),
    )
    expect(told(found)).toEqual([
      ['at', 200, 0],
      ['price', 20, 0],
    ])
  })

  test('a field that is often missing anyway belongs to the failure where only that changes it', () => {
    const found = causes(
      many(1000, (k) => ({ status: 200, ...(k % 3 === 0 ? { coupon: 'x' } : {}) })),
      many(1000, (k) =>
        k % 50 === 0 ? { status: 500 } : { status: 200, ...(k % 3 === 0 ? { coupon: 'x' } : {}) },
      ),
    )
    expect(told(found)).toEqual([['status', 20, 1]])
  })

  test('what the repeat differs in as well has no cause', () => {
    const noisy = (seed: number) => many(100, (k) => ({ a: 1, noise: k * seed }))
    const wrong = many(100, (k) => ({ a: k % 5 === 0 ? 2 : 1, noise: k * 2 }))
    expect(told(causes(noisy(1), wrong, noisy(3)))).toEqual([['a', 20, 0]])
  })

  test('are the same however the pairs were divided', () => {
    const rows = many(300, (k) => ({ status: k % 7 === 0 ? 500 : 200, x: k % 7 === 0 ? 1 : 0, y: k % 11 }))
    const records = (from: number, to: number) =>
      [many(300, () => ({ status: 200, x: 0, y: 0 })), rows].map((arm) =>
        ndjson(arm.slice(from, to).map((record, k) => ({ id: from + k, ...record }))),
      )
    const asked = comparison()
    const parts = [
      [0, 50],
      [50, 51],
      [51, 300],
    ].map(([from = 0, to = 0]) => encodeSummary(compared(records(from, to)), asked, []))
    const whole = encodeSummary(compared(records(0, 300)), asked, [])
    expect(encodeSummary(mergeSummaries(parts, asked), asked, []).paths).toEqual(whole.paths)
  })
})

describe('sets of pairs', () => {
  const setOf = (hashes: readonly number[]) => {
    const set = emptyPairSet()
    for (const hash of hashes) notePairIn(set, hash)
    return set
  }
  const distinct = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { maxLength: 200 })

  test('keep the smallest hashes, in whatever order and parts they come', () => {
    fc.assert(
      fc.property(distinct, fc.nat(200), (hashes, cut) => {
        const both = setOf(hashes.slice(0, cut))
        addPairSet(both, setOf(hashes.slice(cut)))
        expect(both).toEqual(setOf(hashes))
        expect(both.least).toEqual(hashes.toSorted((a, b) => a - b).slice(0, 32))
      }),
    )
  })

  test('the share of one in another is exact for small sets and near for large ones', () => {
    expect(shareIn(setOf([1, 2, 3, 4]), setOf([2, 3, 9]))).toBe(0.5)
    expect(shareIn(setOf([]), setOf([1]))).toBe(0)
    // Multiples of an odd number modulo a power of two are a permutation: a hash of sorts.
    const hash = (k: number) => Number((BigInt(k + 1) * 0x9e3779b97f4a7c15n) % 2n ** 53n)
    const whole = Array.from({ length: 10_000 }, (_, k) => hash(k))
    const half = shareIn(setOf(whole), setOf(whole.filter((_, k) => k % 2 === 0)))
    expect(half).toBeGreaterThan(0.25)
    expect(half).toBeLessThan(0.75)
    expect(shareIn(setOf(whole.slice(0, 4000)), setOf(whole))).toBe(1)
  })
})
