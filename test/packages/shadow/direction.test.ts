import { describe, expect, test } from 'vitest'
import { compared, ndjson } from './worlds.ts'

function directions(before: readonly unknown[], after: readonly unknown[]) {
  const log = (values: readonly unknown[]): string => ndjson(values.map((v, id) => ({ id, v })))
  const counts = compared([log(before), log(after)]).paths.get('v')
  return { higher: counts?.higher, lower: counts?.lower }
}

describe('the direction of a difference', () => {
  test('counts numbers of the candidate that are larger as higher, those that are smaller as lower', () => {
    expect(directions([1, 2, -5, 1e3], [2, 3, -4, 1])).toEqual({ higher: 3, lower: 1 })
  })

  test('counts texts of the candidate that are longer as higher, those that are shorter as lower', () => {
    expect(directions(['a', 'long', 'same'], ['ab', 'l', 'like'])).toEqual({ higher: 1, lower: 1 })
  })

  test('counts no direction where the type changes', () => {
    expect(directions([1], ['longer'])).toEqual({ higher: 0, lower: 0 })
  })
})
