import { compareScalars, isPlain, typeAt, type JsonType } from './scalar.ts'
import { numberAt } from './number.ts'
import { BACKSLASH, textOf } from './scan.ts'
import type { Tolerance } from './tolerance.ts'

/** How two values differ that are not two objects or two arrays. `broken` when one of them is no JSON. */
export function compareTokens(
  a: Buffer,
  aFrom: number,
  aTo: number,
  b: Buffer,
  bFrom: number,
  bTo: number,
  tolerance: Tolerance | undefined,
): 'same' | 'value' | 'type' | 'broken' {
  const [left, right] = [typeAt(a[aFrom] ?? 0), typeAt(b[bFrom] ?? 0)]
  if (left === undefined || right === undefined) return 'broken'
  if (left !== right) return isSound(left, a, aFrom, aTo) && isSound(right, b, bFrom, bTo) ? 'type' : 'broken'
  if (left === 'string' && !hasEscape(a, aFrom, aTo) && !hasEscape(b, bFrom, bTo)) return 'value'
  // Rounding keeps order: doubles that differ come from numbers that do. Equal ones need all their digits.
  if (left === 'number' && tolerance === undefined) {
    const [x, y] = [numberAt(a, aFrom, aTo), numberAt(b, bFrom, bTo)]
    if (x < y || x > y) return 'value'
  }
  const result = compareScalars(left, textOf(a, aFrom, aTo), textOf(b, bFrom, bTo), tolerance)
  return result === 'different' ? 'value' : result
}

function isSound(type: JsonType, bytes: Buffer, from: number, to: number): boolean {
  return type === 'object' || type === 'array' || type === 'string' || isPlain(textOf(bytes, from, to))
}

function hasEscape(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === BACKSLASH) return true
  return false
}
