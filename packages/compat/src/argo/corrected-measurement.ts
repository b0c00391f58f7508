import { ConditionError } from './expression/condition-error.ts'
import type { Extras } from './expression/condition.ts'
import { assessMeasurement, type Assessment, type Conditions } from './measurement.ts'
import { tokenize } from './expression/tokens.ts'

const ASKS_ABOUT_NUMBERS = ['isNaN', 'isInf']
const ASKS_ABOUT_ABSENCE = ['isNil', 'default', 'len', 'count']

/**
 * Holds one value against the conditions, except that silence never succeeds: NaN, ±Infinity, nothing at all and an empty
 * list are errors unless a condition asks about them by name, and without any condition the value is Inconclusive.
 */
export function assessCorrected(result: unknown, conditions: Conditions, extras: Extras = {}): Assessment {
  const { success = '', failure = '' } = conditions
  if (success === '' && failure === '') return { phase: 'Inconclusive', error: 'no condition is set' }
  const doubt = doubtAbout(result)
  if (doubt === undefined) return assessMeasurement(result, conditions, extras)
  const asked = askedAbout([success, failure], doubt.asks)
  return asked ? assessMeasurement(result, conditions, extras) : { phase: 'Error', error: doubt.why }
}

interface Doubt {
  readonly why: string
  readonly asks: readonly string[]
}

function doubtAbout(result: unknown): Doubt | undefined {
  if (result === null || result === undefined) return { why: 'there is no value', asks: ASKS_ABOUT_ABSENCE }
  if (Array.isArray(result) && result.length === 0)
    return { why: 'the result is empty', asks: ASKS_ABOUT_ABSENCE }
  const numbers = Array.isArray(result) ? result : [result]
  const odd = numbers.find((value) => typeof value === 'number' && !Number.isFinite(value))
  return odd === undefined ? undefined : { why: `the value is ${String(odd)}`, asks: ASKS_ABOUT_NUMBERS }
}

function askedAbout(conditions: readonly string[], names: readonly string[]): boolean {
  try {
    return conditions.some(
      (condition) => condition !== '' && calledIn(condition).some((name) => names.includes(name)),
    )
  } catch (error) {
    if (error instanceof ConditionError) return false
    throw error
  }
}

/** The functions a condition calls. Throws `ConditionError` for text that is no part of the language. */
function calledIn(condition: string): readonly string[] {
  const tokens = tokenize(condition)
  return tokens
    .filter(
      (token, i) =>
        token.kind === 'name' && tokens[i + 1]?.kind === 'operator' && tokens[i + 1]?.text === '(',
    )
    .map((token) => token.text)
}
