export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
export const COLON = 0x3a
export const OPEN_OBJECT = 0x7b
export const CLOSE_OBJECT = 0x7d
export const OPEN_ARRAY = 0x5b
export const CLOSE_ARRAY = 0x5d
export const NEWLINE = 0x0a
export const RETURN = 0x0d
const SPACE = 0x20
const TAB = 0x09

/** The index of the first byte from `at` that is not JSON whitespace, at most `end`. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let i = at
  while (i < end) {
    const c = bytes[i]
    if (c !== SPACE && c !== TAB && c !== NEWLINE && c !== RETURN) break
    i++
  }
  return i
}

/** The index after the closing quote of the string that opens at `at`, or -1 when it does not close before `end`. */
export function skipString(bytes: Uint8Array, at: number, end: number): number {
  let i = at + 1
  while (i < end) {
    const c = bytes[i]
    if (c === QUOTE) return i + 1
    i += c === BACKSLASH ? 2 : 1
  }
  return -1
}

/**
 * 1 for bytes that a number or word may go on with. A quote, colon or opening bracket ends it too: what follows is then
 * broken JSON.
 */
const PLAIN = Uint8Array.from({ length: 256 }, (_, c) =>
  c > SPACE && ![QUOTE, COMMA, COLON, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY].includes(c) ? 1 : 0,
)

/** The index after the number or literal that starts at `at`. */
export function skipPlain(bytes: Uint8Array, at: number, end: number): number {
  let i = at
  while (i < end && PLAIN[bytes[i] ?? 0] === 1) i++
  return i
}

/** The index after the value that starts at `at`, or -1 when it is not complete before `end`. Needs no stack of its own. */
export function skipValue(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0
  let i = at
  while (i < end) {
    const c = bytes[i]
    if (c === QUOTE) {
      i = skipString(bytes, i, end)
      if (i < 0) return -1
    } else if (c === OPEN_OBJECT || c === OPEN_ARRAY) {
      depth++
      i++
      continue
    } else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
      if (depth === 0) return -1
      depth--
      i++
    } else if (c === COMMA || c === COLON || (c ?? 0) <= SPACE) {
      if (depth === 0) return -1
      i++
      continue
    } else {
      i = skipPlain(bytes, i, end)
    }
    if (depth === 0) return i
  }
  return -1
}

/** Whether what stands from `at` to `end` closes exactly `depth` containers, leaves none open and ends there. */
export function closes(bytes: Uint8Array, at: number, end: number, depth: number): boolean {
  let open = depth
  let i = at
  while (i < end) {
    const c = bytes[i]
    if (c === QUOTE) {
      i = skipString(bytes, i, end)
      if (i < 0) return false
      continue
    }
    if (c === OPEN_OBJECT || c === OPEN_ARRAY) open++
    else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
      open--
      if (open === 0) return skipSpace(bytes, i + 1, end) === end
    }
    i++
  }
  return false
}

/** The index after the bracket that closes the container we are inside of at `at`, or -1 when it stays open. */
export function skipRest(bytes: Uint8Array, at: number, end: number): number {
  let open = 1
  let i = at
  while (i < end) {
    const c = bytes[i]
    if (c === QUOTE) {
      i = skipString(bytes, i, end)
      if (i < 0) return -1
      continue
    }
    i++
    if (c === OPEN_OBJECT || c === OPEN_ARRAY) open++
    else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
      open--
      if (open === 0) return i
    }
  }
  return -1
}

/** The text of a range of bytes as UTF-8; broken sequences become U+FFFD. */
export function utf8At(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('utf8', from, to)
}

/** Whether two ranges hold the same bytes. */
export function sameBytes(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
): boolean {
  const length = aTo - aFrom
  if (bTo - bFrom !== length) return false
  for (let k = 0; k < length; k++) if (a[aFrom + k] !== b[bFrom + k]) return false
  return true
}

/** Bytes compared by one call of native code; a call costs about as much as comparing a hundred of them here. */
const STRIDE = 256

/** The first index from `from` to `to` at which a differs from b `shift` bytes further on; `to` where none does. */
export function firstDifference(a: Buffer, from: number, to: number, b: Buffer, shift: number): number {
  let i = from
  // Differences are often close to each other: look a little before calling anything.
  for (const near = Math.min(to, i + 64); i < near; i++) if (a[i] !== b[i + shift]) return i
  while (i + STRIDE <= to && a.compare(b, i + shift, i + shift + STRIDE, i, i + STRIDE) === 0) i += STRIDE
  while (i < to && a[i] === b[i + shift]) i++
  return i
}
