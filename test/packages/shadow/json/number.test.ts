import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differencesOf } from '../worlds.ts'

const readSpelled = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc
    .tuple(fc.boolean(), fc.nat(99_999_999), fc.stringMatching(/^\d{1,9}$/))
    .map(([minus, whole, fraction]) => `${minus ? '-' : ''}${whole}.${fraction}`),
  fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
)

test('two numbers differ exactly when their decimal values do, however they are written', () => {
  const decimal = (text: string): string => {
    const [, minus = '', whole = '', fraction = '', power = '0'] =
      /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
    const digits = BigInt(whole + fraction) * (minus === '-' ? -1n : 1n)
    return `${digits * 10n ** BigInt(400 + Number(power) - fraction.length)}`
  }
  fc.assert(
    fc.property(readSpelled, readSpelled, fc.constantFrom('', '0', '00'), (a, b, zeros) => {
      expect(differencesOf(a, b)).toEqual(decimal(a) === decimal(b) ? [] : ['d value'])
      const longer = /^-?\d+\.\d+$/.test(a) ? `${a}${zeros}` : a
      expect(differencesOf(a, longer)).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['9007199254740992', '9007199254740993'],
  ['0.1', '0.10000000000000001'],
  ['999999999999999', '999999999999999.1'],
  ['1e400', '2e400'],
])('%s and %s are different numbers', (a, b) => {
  expect(differencesOf(a, b)).toEqual(['d value'])
})
