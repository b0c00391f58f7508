import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runVectors } from '../../../dev/vectors/src/run.ts'

describe('vectors of the shadow comparison', () => {
  test.each([
    ['diffy.json', 35],
    ['drift.json', 108],
  ])('%s: all %i pass', (name, count) => {
    const text = readFileSync(new URL(`../../fixtures/vectors/${name}`, import.meta.url), 'utf8')
    const results = runVectors(name, JSON.parse(text), text)
    expect(results.filter(({ passed }) => !passed)).toEqual([])
    expect(results).toHaveLength(count)
  })
})
