import { shadowDetails } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

const N = 6000

/** Three arms of which the repeat has answers to the first ids only. */
function verdictFor(repeats: number, make: (id: number, arm: 'primary' | 'candidate' | 'repeat') => unknown) {
  const log = (arm: 'primary' | 'candidate' | 'repeat', n: number): string =>
    ndjson(Array.from({ length: n }, (_, id) => ({ id, v: make(id, arm) })))
  return verdictOn(compared([log('primary', N), log('candidate', N), log('repeat', repeats)]))
}

describe('a repeat of only some requests', () => {
  test('differences where there is no repeat count as much as others', () => {
    const verdict = verdictFor(5000, (id, arm) => (arm === 'candidate' && id >= 5000 ? 2 : 1))
    expect(verdict.outcome).toBe('fail')
    const [path] = shadowDetails(verdict.details)?.paths ?? []
    expect(path).toMatchObject({ path: 'v', status: 'worse', pairs: 1000, noise: 0 })
    expect(path?.rate).toBeCloseTo(1 / 6, 12)
    expect(path?.excess).toBeCloseTo(1 / 6, 12)
  })

  test('no difference in any pair proves as much as that many pairs do', () => {
    expect(verdictFor(100, () => 1).outcome).toBe('pass')
  })

  test('noise is told from change by the repeats there are', () => {
    const random = seeded(11)
    const noisy = verdictFor(3000, () => (random() < 0.1 ? random() : 1))
    expect(noisy.evidence.filter(({ finding }) => finding === 'worse')).toEqual([])
    const broken = verdictFor(3000, (_, arm) =>
      arm === 'candidate' && random() < 0.1 ? 'broken' : random() < 0.1 ? random() : 1,
    )
    expect(broken.evidence.find(({ metric }) => metric === 'field v')?.finding).toBe('worse')
  })

  test('of two identical versions at most one in twenty is reported', () => {
    const random = seeded(23)
    let reported = 0
    for (let run = 0; run < 80; run++) {
      const make = (): unknown => (random() < 0.2 ? random() : 1)
      const log = (n: number): string => ndjson(Array.from({ length: n }, (_, id) => ({ id, v: make() })))
      const verdict = verdictOn(compared([log(300), log(300), log(150)]))
      if (verdict.evidence.some(({ finding }) => finding === 'worse')) reported++
    }
    expect(reported).toBeLessThanOrEqual(8)
  })
})
