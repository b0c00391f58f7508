import { compareScalars, isPlain, typeAt, type JsonType } from './scalar.ts'
import { textOf } from './scan.ts'
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
  const result = compareScalars(left, textOf(a, aFrom, aTo), textOf(b, bFrom, bTo), tolerance)
  return result === 'different' ? 'value' : result
}

function isSound(type: JsonType, bytes: Buffer, from: number, to: number): boolean {
  return type === 'object' || type === 'array' || type === 'string' || isPlain(textOf(bytes, from, to))
}
