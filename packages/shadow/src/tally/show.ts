import { typeAt } from '../json/scalar.ts'
import { skipValue, textOf } from '../json/scan.ts'
import { formatOf } from './format.ts'

const LONGEST = 200

/** A value as a report may show it: itself, cut to a readable length, or only its type and shape. */
export function showValue(bytes: Buffer, from: number, to: number, redact: boolean): string {
  if (to <= from) return '(absent)'
  if (!redact) {
    // A cut inside a character would leave half of it: the last character is dropped then.
    const shown = textOf(bytes, from, Math.min(to, from + LONGEST)).replace(/\uFFFD+$/, '')
    return to - from > LONGEST ? `${shown}…` : shown
  }
  const type = typeAt(bytes[from] ?? 0)
  if (type === 'boolean') return 'a boolean'
  if (type === 'null') return 'null'
  if (type === 'object') return 'an object'
  if (type === 'number') return `a ${digitsIn(bytes, from, to)}-digit number`
  // A range that is not one whole value is the rest of an array.
  if (type === undefined || skipValue(bytes, from, to) !== to) return 'more elements'
  if (type === 'array') return 'an array'
  const format = formatOf(bytes, from, to)
  return format === 'empty text'
    ? 'an empty text'
    : `${format === 'text' ? 'a text' : `a text (${format})`} of ${to - from - 2} bytes`
}

function digitsIn(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let i = from; i < to; i++) {
    const c = bytes[i] ?? 0
    if (c >= 0x30 && c <= 0x39) count++
  }
  return count
}

const PLAIN_ID = /^[\w.:/+=-]{1,64}$/

/** A pair's id as a report may show it: one that looks like anything but an identifier is a person's business. */
export function showId(id: string, hash: number, redact: boolean): string {
  if (!redact) return id.length > 100 ? `${id.slice(0, 99)}…` : id
  return PLAIN_ID.test(id) ? id : `#${hash.toString(36)}`
}
