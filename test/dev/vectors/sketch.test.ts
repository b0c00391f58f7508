import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StatsError } from '@sluice/stats'
import { fastMapping, logMapping, Sketch } from '@sluice/vectors'

const positive = fc.double({ noNaN: true, min: 1e-300, max: 1e300 })
const values = fc.array(fc.oneof(positive, fc.double({ noNaN: true, min: 0, max: 1000 })), { maxLength: 60 })

function sketchOf(put: readonly number[], mapping = fastMapping(0.01)): Sketch {
  const sketch = new Sketch(mapping)
  for (const value of put) sketch.insert(value)
  return sketch
}

describe.each([
  ['log', logMapping],
  ['fast', fastMapping],
] as const)('the %s mapping', (_, mapping) => {
  test('stands within its accuracy for every number it is given', () => {
    fc.assert(
      fc.property(positive, fc.constantFrom(0.001, 0.005, 0.01, 0.02, 0.1), (value, accuracy) => {
        const { indexOf, valueOf } = mapping(accuracy)
        expect(Math.abs(valueOf(indexOf(value)) - value)).toBeLessThanOrEqual(accuracy * value * (1 + 1e-9))
      }),
      { numRuns: 2000 },
    )
  })

  test('never puts a larger number into a lower bucket', () => {
    const { indexOf } = mapping(0.01)
    fc.assert(fc.property(positive, positive, (a, b) => indexOf(Math.min(a, b)) <= indexOf(Math.max(a, b))))
  })
})

describe('a sketch', () => {
  test('answers each quantile within the accuracy of a value that was put in', () => {
    fc.assert(
      fc.property(values, fc.double({ noNaN: true, min: 0, max: 1 }), (put, q) => {
        fc.pre(put.length > 0 && put.every((value) => value === 0 || value >= 1e-300))
        const exact = put.toSorted((a, b) => a - b)[Math.floor(q * (put.length - 1))] ?? NaN
        expect(Math.abs(sketchOf(put).quantile(q) - exact)).toBeLessThanOrEqual(0.01 * exact * (1 + 1e-9))
      }),
    )
  })

  test('merged from shards in any order is the sketch of all values', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [there, back, whole] = [sketchOf(a), sketchOf(b), sketchOf([...a, ...b])]
        there.merge(sketchOf(b))
        back.merge(sketchOf(a))
        expect(there.toData()).toEqual(whole.toData())
        expect(back.toData()).toEqual(whole.toData())
      }),
      { numRuns: 40 },
    )
  })

  test('survives being written and read', () => {
    fc.assert(
      fc.property(values, (put) => {
        const data = sketchOf(put).toData()
        expect(Sketch.fromData(JSON.parse(JSON.stringify(data))).toData()).toEqual(data)
      }),
    )
  })

  test('refuses what it cannot place, and says what it was given', () => {
    const sketch = new Sketch()
    for (const value of [NaN, Infinity, -1]) expect(() => sketch.insert(value)).toThrow(StatsError)
    expect(() => sketch.merge(new Sketch(logMapping(0.01)))).toThrow(/same buckets/)
    expect(() => fastMapping(0)).toThrow(/accuracy/)
    expect(sketch.total).toBe(0)
    expect(sketch.quantile(0.5)).toBeNaN()
  })
})
