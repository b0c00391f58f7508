import { argo } from '@sluice/compat'
import { describe, expect, test } from 'vitest'

const { evaluateCondition, ConditionError } = argo
const series = { service_apdex: { label: null, values: { values: [2, 2] } } }

describe('conditions', () => {
  test.each<readonly [string, unknown, boolean]>([
    ['result[0] >= 0.95', [0.99], true],
    ['result[-1] == 3', [1, 2, 3], true],
    ['len(result) == 0 || result[0] < 1', [], true],
    ['len(result) > 0 and not (result[0] > 1)', [0.5], true],
    ['all(result.service_apdex.values.values, {# > 1})', series, true],
    ['any(result, # > 4)', [1, 5], true],
    ['none(result, {# < 0})', [1, 5], true],
    ['one(result, {# == 5})', [1, 5], true],
    ['count(result, {# > 1}) == 2', [1, 2, 3], true],
    ['len(filter(result, {# > 1})) / len(result) > 0.5', [1, 2, 3], true],
    ['sum(map(result, {# * 2})) == 12', [1, 2, 3], true],
    ['all(result, {.value < 10})', [{ value: 1 }, { value: 9 }], true],
    ['2 in result', [2, 2], true],
    ['3 not in result', [2, 2], true],
    ['"ok" in result', { ok: 1 }, true],
    ['result.status == "healthy" ? result.score > 5 : false', { status: 'healthy', score: 6 }, true],
    ['(result.missing ?? 1) == 1', {}, true],
    ['result?.a?.b == nil', {}, true],
    ['result contains "ell" && result startsWith "h" && result endsWith "o"', 'hello', true],
    ['result matches "^h.l+o$"', 'hello', true],
    ['result matches "(?i)^HELLO"', 'hello', true],
    ['not (result matches "^x")', 'hello', true],
    ["result == 'it\\'s'", "it's", true],
    ['asFloat(result) >= 1.1', '1.1', true],
    ['asInt(result) == 1', 1.9, true],
    ['isNaN(result)', NaN, true],
    ['isInf(asFloat(result))', '-Inf', true],
    ['isNil(result)', null, true],
    ['default(result, 0) < 0.05', null, true],
    ['1 + 2 * 3 ** 2 == 19 and 7 % 4 == 3 and -2 < 0', 0, true],
    ['result in 1..3', 2, true],
    ['let x = result[0]; x * 2 == 4', [2], true],
    ['result | filter({# > 1}) | len() == 1', [1, 2], true],
    ['result[1:] == [2, 3]', [1, 2, 3], true],
    ['result > 0x10 // sixteen', 17, true],
    ['result >= 1e-3 /* per mille */', 0.002, true],
    ['result > 0.9', NaN, false],
    ['result < 0.9', NaN, false],
    ['result == result', NaN, false],
    ['max(result) - min(result) < 1', [1, 5], false],
  ])('%s', (condition, result, expected) => {
    expect(evaluateCondition(condition, result)).toBe(expected)
  })

  test.each<readonly [string, unknown]>([
    ['result[0] > 1', []],
    ['result[0] > 1', null],
    ['result > 1', null],
    ['result > 1', 'text'],
    ['result == "1"', 1],
    ['true || asFloat(result) == "1.1"', '1.1'],
    ['true || nobody', 1],
    ["result.Name() == 'hi'", true],
    ['result.field', 1],
    ['1', true],
    ['result', 1],
    ['asInt(result) == 1', '1.1'],
    ['asFloat(result) == 1.1', 'NotANum'],
    ['all(result, {# > 1})', 5],
    ['all(result, {#})', [1]],
    ['result >', 1],
    ['result > 1)', 1],
    ['"unclosed', 1],
    ['result § 1', 1],
    ['', 1],
    ['result ? 1', true],
    ['constructor', {}],
    ['result matches "("', 'x'],
    ['result % 0 == 1', 1],
    [`${'('.repeat(5000)}1${')'.repeat(5000)}`, 1],
    [`true${' && true'.repeat(3000)}`, 1],
    ['x'.repeat(20_000), 1],
  ])('%s on %j is a named error', (condition, result) => {
    expect(() => evaluateCondition(condition, result)).toThrow(ConditionError)
  })

  test('see the baseline where one is given, and inherited names never', () => {
    expect(evaluateCondition('result < baseline * 1.1', 1.05, { baseline: 1 })).toBe(true)
    expect(evaluateCondition('result.constructor == nil', {})).toBe(true)
    expect(() => evaluateCondition('baseline > 0', 1)).toThrow(/unknown name baseline/)
  })

  test('ten thousand random texts are answers or named errors', () => {
    const words = [
      'result',
      '[0]',
      '>',
      '1',
      '&&',
      '!',
      '(',
      ')',
      '{',
      '}',
      '#',
      '"a"',
      'len(',
      ',',
      '.x',
      '??',
      '?',
      ':',
      'in',
      'not',
      '|',
      '..',
      'let',
      '=',
      ';',
    ]
    let state = 1
    const next = (): string => {
      state = (state * 48271) % 2147483647
      return words[state % words.length] ?? ''
    }
    for (let i = 0; i < 10_000; i++) {
      const text = Array.from({ length: 1 + (i % 9) }, next).join(' ')
      try {
        evaluateCondition(text, [1])
      } catch (error) {
        expect(error, text).toBeInstanceOf(ConditionError)
      }
    }
  })
})
