import { gunzipSync } from 'node:zlib'
import { responseRecord, type Role } from './http-record.ts'

const SEPARATOR = Buffer.from('\n🐵🙈🙉\n')
/** Kinds of payloads in a GoReplay file: a request, the original response, the replayed one. */
const KIND: Readonly<Record<Role, string>> = { requests: '1', primary: '2', candidate: '3' }
const MAX_BODY = 64 * 1024 * 1024

/** Reads a GoReplay file piece by piece and gives the payloads of one kind as records, with the id that joins them. */
export class GoReplayReader {
  #rest = Buffer.alloc(0)
  readonly #role: Role

  constructor(role: Role) {
    this.#role = role
  }

  read(piece: Buffer, last: boolean, emit: (record: string) => void): void {
    this.#rest = Buffer.concat([this.#rest, piece])
    for (let end = this.#rest.indexOf(SEPARATOR); end >= 0; end = this.#rest.indexOf(SEPARATOR)) {
      this.#payload(this.#rest.subarray(0, end), emit)
      this.#rest = this.#rest.subarray(end + SEPARATOR.length)
    }
    if (last && this.#rest.length > 0) this.#payload(this.#rest, emit)
  }

  #payload(payload: Buffer, emit: (record: string) => void): void {
    const newline = payload.indexOf(0x0a)
    if (newline < 0) return
    const [kind, id = '', time = '', latency] = payload.toString('latin1', 0, newline).trim().split(' ')
    if (kind !== KIND[this.#role]) return
    const message = messageOf(payload.subarray(newline + 1))
    const [first = '', second = ''] = message.start.split(' ')
    const headers = message.headers
    if (this.#role === 'requests') {
      const body = message.body === '' ? undefined : message.body
      emit(
        JSON.stringify({
          id,
          method: first,
          url: second,
          headers: Object.fromEntries(headers),
          body,
          at: Number(time) / 1e6,
        }),
      )
    } else {
      const nanoseconds = Number(latency)
      const latencyMs =
        latency === undefined || !Number.isFinite(nanoseconds) || nanoseconds <= 0
          ? undefined
          : nanoseconds / 1e6
      emit(responseRecord({ id, status: Number(second), headers, body: message.body, latencyMs }))
    }
  }
}

/** An HTTP/1 message: its first line, headers and body, with chunks joined and gzip undone. */
function messageOf(bytes: Buffer) {
  const blank = bytes.indexOf('\r\n\r\n')
  const head = bytes.toString('latin1', 0, blank < 0 ? bytes.length : blank).split('\r\n')
  const headers = head.slice(1).flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const]
  })
  const value = (name: string): string =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1].toLowerCase() ?? ''
  let body = blank < 0 ? Buffer.alloc(0) : bytes.subarray(blank + 4)
  if (value('transfer-encoding').includes('chunked')) body = unchunked(body)
  if (value('content-encoding') === 'gzip') body = unzipped(body)
  return { start: head[0] ?? '', headers, body: body.toString('utf8') }
}

function unchunked(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    const end = bytes.indexOf('\r\n', at)
    const size = end < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, end), 16)
    if (!(size > 0)) break
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
  return Buffer.concat(parts)
}

/** A body that was cut off stays as it is: it will differ, which is true. */
function unzipped(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BODY })
  } catch {
    return bytes
  }
}
