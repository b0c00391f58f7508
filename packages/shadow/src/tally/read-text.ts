import { canonicalText } from '../json/canonical.ts'
import { readString } from '../json/paths.ts'

/** What a JSON token says, as text for people; a number that a double can hold as it is always written. */
export function tokenText(token: string): string {
  if (token.startsWith('"')) return readString(token)
  const value = token.length <= EXACT_DIGITS ? Number(token) : Number.NaN
  return Number.isFinite(value) ? String(value) : token
}

/** Whether two JSON tokens say the same, however they are written. */
export function saySame(a: string, b: string): boolean {
  return a === b || plainly(a) === plainly(b)
}

/** Tokens up to this long hold no more digits than a double keeps. */
const EXACT_DIGITS = 15

function plainly(token: string): string {
  const bytes = Buffer.from(token)
  return token.startsWith('[') || token.startsWith('{')
    ? canonicalText(bytes, 0, bytes.length)
    : tokenText(token)
}
