import { comparisonInputs } from '@sluice/shadow'
import { parseFields } from '@sluice/action'
import { describe, expect, test } from 'vitest'

const read = (words: Readonly<Record<string, string>>) =>
  parseFields(comparisonInputs, (name) => words[name] ?? '', 'the test')

describe('limits', () => {
  test.each(['error rate <= 0%', 'disagreement <= 0%'])(
    'a rate of 0 % is never proved: %s',
    (requirements) => {
      expect(() => read({ requirements })).toThrow('no number of pairs proves that nothing ever happens')
    },
  )

  test.each(['not compared <= 0%', 'withheld <= 0%', 'error increase <= 0%', 'accuracy loss <= 0%'])(
    'what is counted, or can be less than none, may be: %s',
    (requirements) => {
      expect(read({ requirements }).requirements[0]).toMatchObject({ limit: 0, said: requirements })
    },
  )

  test('nor is a difference rate of 0 %', () => {
    expect(() => read({ 'max-difference-rate': '0%' })).toThrow(
      'max-difference-rate: must allow for more than 0%',
    )
    expect(read({ 'max-difference-rate': '0.01%' })['max-difference-rate']).toBe(0.0001)
  })
})
