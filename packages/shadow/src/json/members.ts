import { readKey } from './paths.ts'
import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, QUOTE, skipSpace, skipString, skipValue } from './scan.ts'

export interface Range {
  readonly from: number
  readonly to: number
}

/** The members of an object from `at` on, which is where a key or the closing brace stands; of repeated keys the last. */
export function membersOf(
  bytes: Buffer,
  at: number,
  end: number,
): { readonly items: ReadonlyMap<string, Range>; readonly end: number } | undefined {
  const items = new Map<string, Range>()
  let i = skipSpace(bytes, at, end)
  while (i < end && bytes[i] !== CLOSE_OBJECT) {
    if (bytes[i] !== QUOTE) return undefined
    const keyEnd = skipString(bytes, i, end)
    if (keyEnd < 0) return undefined
    const colon = skipSpace(bytes, keyEnd, end)
    if (bytes[colon] !== COLON) return undefined
    const from = skipSpace(bytes, colon + 1, end)
    const to = skipValue(bytes, from, end)
    if (to < 0) return undefined
    items.set(readKey(bytes, i + 1, keyEnd - 1), { from, to })
    i = skipSpace(bytes, to, end)
    if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1, end)
  }
  return i < end ? { items, end: i + 1 } : undefined
}

/** The elements of the array that opens at `at`. */
export function elementsOf(
  bytes: Buffer,
  at: number,
  end: number,
): { readonly items: readonly Range[]; readonly end: number } | undefined {
  const items: Range[] = []
  let i = skipSpace(bytes, at + 1, end)
  while (i < end && bytes[i] !== CLOSE_ARRAY) {
    const to = skipValue(bytes, i, end)
    if (to < 0) return undefined
    items.push({ from: i, to })
    i = skipSpace(bytes, to, end)
    if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1, end)
  }
  return i < end ? { items, end: i + 1 } : undefined
}
