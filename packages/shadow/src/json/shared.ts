import type { Position } from './position.ts'
import { MAX_DEPTH } from './position.ts'
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipPlain,
  skipString,
  skipValue,
} from './scan.ts'

/** What a walk expects next. */
export const VALUE = 0
export const AFTER = 1
export const KEY = 2
export const NEXT_KEY = 3
export const ELEMENT = 4
export const BEFORE_COLON = 5

/** Where the reading of the shared beginning stopped, and what is expected there. */
export interface Stop {
  readonly at: number
  readonly mode: number
}

/**
 * Reads one document up to its last token that ends before `limit`, keeping the place. `isUnordered` says whether the
 * array that is about to open must be left whole.
 */
export function readShared(
  bytes: Buffer,
  from: number,
  expecting: number,
  limit: number,
  place: Position,
  isUnordered: (() => boolean) | undefined,
): Stop {
  let i = from
  let mode = expecting
  while (i < limit && place.depth < MAX_DEPTH) {
    const c = bytes[i] ?? 0
    if (c === QUOTE) {
      const end = skipString(bytes, i, limit)
      if (end < 0) break
      if (mode === KEY || mode === NEXT_KEY) {
        place.key(i + 1, end - 1)
        mode = BEFORE_COLON
        i = end
        if (i >= limit || bytes[i] !== COLON) continue
        mode = VALUE
        i++
      } else {
        mode = AFTER
        i = end
      }
    } else if (c === COMMA) {
      mode = place.inObject() ? NEXT_KEY : VALUE
      i++
    } else if (c === COLON) {
      mode = VALUE
      i++
    } else if (c === OPEN_ARRAY && isUnordered?.() === true) {
      const end = skipValue(bytes, i, limit)
      if (end < 0) break
      mode = AFTER
      i = end
    } else if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
      place.open(c === OPEN_OBJECT)
      mode = c === OPEN_OBJECT ? KEY : ELEMENT
      i++
    } else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
      if (place.depth === 0) break
      place.depth--
      mode = AFTER
      i++
      // A document that has closed: what follows is for the walk to refuse.
      if (place.depth === 0) break
    } else if (c <= 0x20) i++
    else {
      const end = skipPlain(bytes, i, limit)
      if (end >= limit) break
      mode = AFTER
      i = end
    }
  }
  return { at: i, mode }
}
