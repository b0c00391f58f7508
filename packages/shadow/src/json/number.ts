import { utf8At } from './scan.ts'

/** Powers of ten that doubles hold exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`))

/**
 * The double nearest to the JSON number in a range of bytes, the same as `Number` of its text gives; NaN for what is no
 * number. Up to 15 digits without an exponent both parts of the quotient are exact, so that dividing rounds only once.
 */
export function numberAt(bytes: Buffer, from: number, to: number): number {
  const negative = bytes[from] === 0x2d
  const start = negative ? from + 1 : from
  if (to - start > 16 || to <= start) return Number(utf8At(bytes, from, to))
  let digits = 0
  let point = -1
  for (let i = start; i < to; i++) {
    const c = bytes[i] ?? 0
    if (c >= 0x30 && c <= 0x39) digits = digits * 10 + c - 0x30
    else if (c === 0x2e && point < 0 && i > start && i < to - 1) point = i
    else return Number(utf8At(bytes, from, to))
  }
  if (point < 0 && to - start > 15) return Number(utf8At(bytes, from, to))
  const value = point < 0 ? digits : digits / (POWERS[to - point - 1] ?? Number.NaN)
  return negative ? -value : value
}
