import { isRecord } from '@sluice/action'
import type { QueryPart } from '@sluice/verdict'
import { absent, type Reading } from '../reading.ts'

/**
 * What an expression found, as a reading. Null is nothing, and never a zero. A histogram is an object of cumulative
 * counts by upper bound (`{"0.1": 20, "+Inf": 31}`), or a list of such pairs.
 */
export function readingOf(part: QueryPart, value: unknown): Reading {
  if (value === null || value === undefined) return { kind: 'nothing' }
  if (part === 'histogram') return bucketsIn(value)
  const values = (Array.isArray(value) ? value : [value]).filter((each) => each !== null)
  if (values.length === 0) return { kind: 'nothing' }
  const numbers = values.map(numberFrom)
  const strange = numbers.indexOf(undefined)
  if (strange >= 0)
    return absent('source_refused', `the expression found ${shown(values[strange])}, which is not a number`)
  return { kind: 'numbers', values: numbers.filter((number) => number !== undefined) }
}

function bucketsIn(value: unknown): Reading {
  const pairs: unknown = isRecord(value) ? Object.entries(value) : value
  if (!Array.isArray(pairs)) return notBuckets(value)
  if (pairs.length === 0) return { kind: 'nothing' }
  const buckets: (readonly [number, number])[] = []
  for (const pair of pairs) {
    const [bound, count] = Array.isArray(pair) && pair.length === 2 ? pair.map(numberFrom) : []
    if (bound === undefined || count === undefined) return notBuckets(value)
    buckets.push([bound, count])
  }
  return { kind: 'buckets', buckets }
}

function notBuckets(value: unknown): Reading {
  return absent(
    'source_refused',
    `a histogram must be like {"0.1": 20, "+Inf": 31}, or a list of such pairs; the expression found ${shown(value)}`,
  )
}

/** A number, or one written as text, as some stores do; `NaN` and infinities are what they say. */
export function numberFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (/^nan$/i.test(text)) return Number.NaN
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  const number = Number(text)
  return text === '' || Number.isNaN(number) ? undefined : number
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 100)
}
