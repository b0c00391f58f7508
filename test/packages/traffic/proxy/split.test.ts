import { describe, expect, test } from 'vitest'
import { createSplit, unitHash } from '../../../../packages/traffic/src/proxy/split.ts'

describe('createSplit', () => {
  test.each([0.5, 1, 5, 20, 33, 50, 80])(
    'at %s %% no prefix of a million requests is off by more than ten',
    (weight) => {
      const split = createSplit()
      let candidate = 0
      let worst = 0
      for (let n = 1; n <= 1_000_000; n++) {
        if (split(weight, {}) === 'candidate') candidate++
        worst = Math.max(worst, Math.abs(candidate - (n * weight) / 100))
      }
      expect(worst).toBeLessThan(10)
    },
  )

  test.each([2, 3, 5, 8, 10, 20, 60, 100])(
    'traffic with a period of %s still gives every kind of request its share',
    (period) => {
      const split = createSplit()
      const met = new Array<number>(period).fill(0)
      const rounds = 20_000
      for (let n = 0; n < rounds * period; n++) {
        if (split(20, {}) === 'candidate') met[n % period] = (met[n % period] ?? 0) + 1
      }
      for (const count of met) expect(Math.abs(count / rounds - 0.2)).toBeLessThan(0.005)
    },
  )

  test('a request without the key is split like any other', () => {
    const split = createSplit({ from: 'header', name: 'X-User' })
    const arms = Array.from({ length: 1000 }, () => split(25, {}))
    expect(Math.abs(arms.filter((arm) => arm === 'candidate').length - 250)).toBeLessThan(5)
  })
})

describe('unitHash', () => {
  test('spreads similar names evenly: chi-square over 100 cells below its 99.9 % point (148.2)', () => {
    const cells = new Array<number>(100).fill(0)
    for (let i = 0; i < 100_000; i++) {
      const cell = Math.floor(unitHash(`user-${i}`) * 100)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    expect(cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(148.2)
  })
})
