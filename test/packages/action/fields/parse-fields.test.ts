import { describe, expect, test } from 'vitest'
import {
  flag,
  linesOf,
  listOf,
  optional,
  parseFields,
  parseSettings,
  secret,
  text,
  UserError,
  wholeNumber,
  withDefault,
} from '@sluice/action'

const fields = {
  name: text(),
  count: wholeNumber({ min: 1, max: 9 }),
  token: secret(wholeNumber({ min: 1 })),
  note: optional(text()),
  loud: withDefault('false', flag()),
}
const parse = (given: Readonly<Record<string, string>>) =>
  parseFields(fields, (name) => given[name] ?? '', 'the test')

function problems(given: Readonly<Record<string, string>>): UserError {
  try {
    parse(given)
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error('nothing was refused')
}

describe('parseFields', () => {
  test('gives every value, trimmed, with blanks as they are meant', () => {
    expect(parse({ name: ' a ', count: '3', token: '7' })).toEqual({
      name: 'a',
      count: 3,
      token: 7,
      note: undefined,
      loud: false,
    })
  })

  test('reports every problem of a list, each on a line of its own', () => {
    const lists = { counts: linesOf(wholeNumber({ min: 1 })), flags: listOf(flag()) }
    const given = { counts: '1\nx\n2\ny', flags: 'true, no' }
    expect(() => parseFields(lists, (name) => given[name as keyof typeof given], 'the test')).toThrow(
      [
        'counts: must be whole number of at least 1, got "x"',
        'counts: must be whole number of at least 1, got "y"',
        'flags: must be `true` or `false`, got "no"',
      ].join('\n'),
    )
  })

  test('reports every problem at once, with what was given and where to fix it', () => {
    const error = problems({ count: '12', token: '7', loud: 'yes' })
    expect(error.code).toBe('BAD_INPUT')
    expect(error.message.split('\n')).toEqual([
      'name: is required and was not given',
      'count: must be whole number from 1 to 9, got "12"',
      'loud: must be `true` or `false`, got "yes"',
    ])
    expect(error.hint).toContain('the test')
  })

  test('never repeats a secret', () => {
    expect(problems({ name: 'a', count: '1', token: 'hunter2' }).message).not.toContain('hunter2')
  })

  test('quotes at most eighty characters, on one line', () => {
    const error = problems({ name: 'a', token: '1', count: 'x\n'.repeat(500) })
    expect(error.message.length).toBeLessThan(160)
    expect(error.message).not.toContain('\n')
  })

  test('refuses settings that nobody reads, with the names that are known', () => {
    expect(() => parseSettings({ url: text() }, { url: 'a', ulr: 'b' }, 'settings')).toThrow(
      /ulr: is not a known name; did you mean url\? known are url/,
    )
  })
})
