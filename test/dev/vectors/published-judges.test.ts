import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isArgo, runArgo } from '../../../dev/vectors/src/argo.ts'
import { isKayenta, runKayenta } from '../../../dev/vectors/src/kayenta.ts'
import { listIn, rowOf } from '../../../dev/vectors/src/document.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vectors/${name}.json`, import.meta.url), 'utf8'))

const suites = [
  { name: 'kayenta', document: read('kayenta'), run: runKayenta, is: isKayenta, count: 107 },
  { name: 'argo', document: read('argo'), run: runArgo, is: isArgo, count: 108 },
]

describe.each(suites)('vectors of $name', ({ document, run, is, count }) => {
  test('are recognised, and all of them pass', () => {
    expect(is(document)).toBe(true)
    const results = run(document)
    expect(results).toHaveLength(count)
    expect(results.filter(({ passed }) => !passed)).toEqual([])
  })

  test('fail when something else is expected: none passes by being empty', () => {
    const vectors = listIn(rowOf(document)['vectors']).map((vector) => {
      const expected = rowOf(rowOf(vector)['expected'])
      return {
        ...rowOf(vector),
        expected: Object.fromEntries(Object.keys(expected).map((key) => [key, 'else'])),
      }
    })
    const passed = run({ vectors }).filter((result) => result.passed)
    // Any wording of an error is accepted, as that is upstream's own.
    expect(passed.every(({ expected }) => 'error' in rowOf(expected))).toBe(true)
    expect(passed.length).toBeLessThan(15)
  })

  test('of an unknown kind, or without what they need, fail and say why', () => {
    const [first] = listIn(rowOf(document)['vectors'])
    const unknown = { ...rowOf(first), kind: 'divination' }
    const hollow = { ...rowOf(first), input: {}, expected: {} }
    for (const result of run({ vectors: [unknown, hollow] })) expect(result.passed).toBe(false)
  })
})
