import { readKey } from './paths.ts'
import { CLOSE_ARRAY, CLOSE_OBJECT, COLON, COMMA, QUOTE, skipSpace, skipString, skipValue } from './scan.ts'

export interface ByteRange {
  readonly from: number
  readonly to: number
}

/** The members of an object from `at` on, which is where a key or the closing brace stands; of repeated keys the last. */
export function membersOf(
  bytes: Buffer,
  at: number,
  end: number,
  caseless = false,
): { readonly items: ReadonlyMap<string, ByteRange>; readonly end: number } | undefined {
  const items = new Map<string, ByteRange>()
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
    const key = readKey(bytes, i + 1, keyEnd - 1)
    items.set(caseless ? key.toLowerCase() : key, { from, to })
    i = nextItem(bytes, to, end, CLOSE_OBJECT)
    if (i < 0) return undefined
  }
  return i < end ? { items, end: i + 1 } : undefined
}

/** Where the next item begins, or the end stands, behind one; -1 where neither does, such as behind a comma too many. */
function nextItem(bytes: Buffer, at: number, end: number, close: number): number {
  const i = skipSpace(bytes, at, end)
  if (i < end && bytes[i] === close) return i
  if (bytes[i] !== COMMA) return -1
  const next = skipSpace(bytes, i + 1, end)
  return next < end && bytes[next] !== close ? next : -1
}

/** The elements of the array that opens at `at`. */
export function elementsOf(
  bytes: Buffer,
  at: number,
  end: number,
): { readonly items: readonly ByteRange[]; readonly end: number } | undefined {
  const items: ByteRange[] = []
  let i = skipSpace(bytes, at + 1, end)
  while (i < end && bytes[i] !== CLOSE_ARRAY) {
    const to = skipValue(bytes, i, end)
    if (to < 0) return undefined
    items.push({ from: i, to })
    i = nextItem(bytes, to, end, CLOSE_ARRAY)
    if (i < 0) return undefined
  }
  return i < end ? { items, end: i + 1 } : undefined
}
