import { RefusedEnvelope } from './verify-refusal.ts'

/** What a foreign document may weigh before it is parsed. */
export interface DocumentLimits {
  /** UTF-8 bytes. */
  readonly bytes: number
  /** Brackets open at once. */
  readonly depth: number
}

/** Room for a verdict with a year of hourly blocks; a document beyond it is no verdict of ours. */
export const DOCUMENT_LIMITS: DocumentLimits = { bytes: 16 * 1024 * 1024, depth: 32 }

/** Parses JSON from a stranger: size and nesting are measured first, for the parser itself has no bounds. */
export function parseBounded(text: string, limits: DocumentLimits = DOCUMENT_LIMITS): unknown {
  const size = Buffer.byteLength(text)
  if (size > limits.bytes) {
    throw new RefusedEnvelope('too_large', `it has ${size} bytes; at most ${limits.bytes} are read`)
  }
  if (deeperThan(limits.depth, text)) {
    throw new RefusedEnvelope('too_deep', `it is nested deeper than ${limits.depth} levels`)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new RefusedEnvelope('not_json', 'it is not JSON')
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

function deeperThan(limit: number, text: string): boolean {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c === BACKSLASH) i++
      else if (c === QUOTE) quoted = false
    } else if (c === QUOTE) quoted = true
    else if (c === 0x5b || c === 0x7b) {
      if (++depth > limit) return true
    } else if (c === 0x5d || c === 0x7d) depth--
  }
  return false
}
