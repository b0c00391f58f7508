import { gunzipSync } from 'node:zlib'

const MAX_BODY = 64 * 1024 * 1024

/** An HTTP/1 message as it was recorded: its first line, headers and body, with chunks joined and gzip undone. */
export interface HttpMessage {
  readonly start: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
  /** False where it says itself that there was more of it. */
  readonly isWhole: boolean
}

/** A body, and whether it ends where it says that it does; undefined where it does not say. */
interface Framed {
  readonly body: Buffer
  readonly ends: boolean | undefined
}

/**
 * Reads a recorded message. `isBodiless` says that it answers HEAD: what its headers tell of a body is then of another
 * one. `isClosed` says that the recording goes on behind it, so that a body without a length is all there.
 */
export function readMessage(
  bytes: Buffer,
  { isBodiless, isClosed }: { readonly isBodiless: boolean; readonly isClosed: boolean },
): HttpMessage {
  const blank = bytes.indexOf('\r\n\r\n')
  const [start = '', ...lines] = bytes.toString('latin1', 0, blank < 0 ? bytes.length : blank).split('\r\n')
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const]
  })
  if (blank < 0) return { start, headers, body: Buffer.alloc(0), isWhole: false }
  const value = (name: string): string | undefined =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1].toLowerCase()
  const rest = bytes.subarray(blank + 4)
  if (rest.length === 0 && (isBodiless || NEVER_A_BODY.test(start)))
    return { start, headers, body: Buffer.alloc(0), isWhole: true }
  const framed = framedBody(rest, value('transfer-encoding'), value('content-length'))
  const { body, ends } = value('content-encoding') === 'gzip' ? unzipped(framed) : framed
  return { start, headers, body, isWhole: ends ?? isClosed }
}

/** Answers that have no body whatever their headers say. */
const NEVER_A_BODY = /^HTTP\/\S+ (?:1\d\d|204|304)(?: |$)/

function framedBody(bytes: Buffer, coding: string | undefined, length: string | undefined): Framed {
  if (coding?.includes('chunked') === true) return unchunked(bytes)
  if (length === undefined || !/^\d+$/.test(length)) return { body: bytes, ends: undefined }
  return { body: bytes.subarray(0, Number(length)), ends: bytes.length >= Number(length) }
}

/** Chunks end with one of no length. */
function unchunked(bytes: Buffer): Framed {
  const parts: Buffer[] = []
  let at = 0
  let size = Number.NaN
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n', at)
    size = end < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, end), 16)
    if (!(size > 0)) break
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return { body: Buffer.concat(parts), ends: size === 0 }
}

/** What cannot be unzipped stays as it is: it will differ, which is true. Gzip knows its own end where nothing else does. */
function unzipped({ body, ends }: Framed): Framed {
  try {
    return { body: gunzipSync(body, { maxOutputLength: MAX_BODY }), ends: ends ?? true }
  } catch (error) {
    const isCut = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
    return { body, ends: isCut ? (ends ?? false) : ends }
  }
}
