import { readKey } from '../json/paths.ts'
import { COLON, QUOTE, skipSpace, skipString, skipValue, utf8At } from '../json/scan.ts'
import { maskCredentials, namesCredential } from './credentials.ts'

/**
 * JSON as it is written, at least the first `length` characters where there are so many, without the credentials in it:
 * the value of a key that names one is what `shape` makes of it, and in other texts they are masked. The range need not
 * be one whole value.
 */
export function maskedJson(
  bytes: Buffer,
  from: number,
  to: number,
  length: number,
  shape: (from: number, to: number) => string,
): string {
  let text = ''
  let at = from
  while (at < to && text.length <= length) {
    if (bytes[at] !== QUOTE) {
      const quote = bytes.indexOf(QUOTE, at)
      const end = Math.min(quote < 0 ? to : quote, to, at + 4 * length)
      text += utf8At(bytes, at, end)
      at = end
      continue
    }
    const closed = skipString(bytes, at, to)
    const end = closed < 0 ? to : closed
    text += maskedText(bytes, at, end, 4 * length)
    const colon = skipSpace(bytes, end, to)
    if (colon < to && bytes[colon] === COLON && namesCredential(readKey(bytes, at + 1, end - 1))) {
      const value = skipSpace(bytes, colon + 1, to)
      const after = skipValue(bytes, value, to)
      at = after < 0 ? to : after
      text += `:(${shape(value, at)})`
    } else at = end
  }
  return text
}

/** A text, of which no more is looked at than may be shown and what tells a credential in it. */
function maskedText(bytes: Buffer, from: number, to: number, most: number): string {
  if (to - from <= most) return maskCredentials(utf8At(bytes, from, to))
  return `${maskCredentials(utf8At(bytes, from, from + most).replace(/\uFFFD+$/, ''))}…"`
}
