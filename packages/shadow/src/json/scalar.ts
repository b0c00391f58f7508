import { readDecimal, sameNumber } from './decimal.ts'
import { readString } from './paths.ts'
import { isWithin, type NumericTolerance } from './tolerance.ts'

export type JsonType = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

/** The type of the value that starts with a byte; undefined where no JSON value starts so. */
export function typeAt(byte: number): JsonType | undefined {
  switch (byte) {
    case 0x22:
      return 'string'
    case 0x7b:
      return 'object'
    case 0x5b:
      return 'array'
    case 0x74:
    case 0x66:
      return 'boolean'
    case 0x6e:
      return 'null'
    // Python writes NaN and Infinity, which are numbers that JSON has no word for.
    case 0x4e:
    case 0x49:
      return 'number'
    default:
      return byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ? 'number' : undefined
  }
}

/** How two scalar tokens of one type compare; `broken` when one of them is no JSON. */
export function compareScalars(
  type: JsonType,
  a: string,
  b: string,
  tolerance: NumericTolerance | undefined,
): 'same' | 'different' | 'broken' {
  if (type === 'string') {
    if (tolerance !== undefined && areNear(a.slice(1, -1), b.slice(1, -1), tolerance)) return 'same'
    const escaped = a.includes('\\') || b.includes('\\')
    return escaped && readString(a) === readString(b) ? 'same' : 'different'
  }
  if (type !== 'number') return isWord(a) && isWord(b) ? 'different' : 'broken'
  const [x, y] = [Number(a), Number(b)]
  if ((Number.isNaN(x) && a !== NOT_A_NUMBER) || (Number.isNaN(y) && b !== NOT_A_NUMBER)) return 'broken'
  // Rounding to doubles keeps order, so doubles that differ come from numbers that do; equal ones need all their digits.
  if (x === y && sameNumber(a, b)) return 'same'
  return tolerance !== undefined && isWithin(x, y, tolerance) ? 'same' : 'different'
}

/** Whether a token is a JSON word or number. */
export function isPlain(token: string): boolean {
  return isWord(token) || readDecimal(token) !== undefined || NON_FINITE.has(token)
}

const NOT_A_NUMBER = 'NaN'
const NON_FINITE: ReadonlySet<string> = new Set([NOT_A_NUMBER, 'Infinity', '-Infinity'])

/** Whether two texts are numbers, as money is logged, within a tolerance of each other. */
function areNear(a: string, b: string, tolerance: NumericTolerance): boolean {
  return (
    readDecimal(a) !== undefined && readDecimal(b) !== undefined && isWithin(Number(a), Number(b), tolerance)
  )
}

function isWord(token: string): boolean {
  return token === 'true' || token === 'false' || token === 'null'
}
