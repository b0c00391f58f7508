import { UserError } from '@sluice/action'
import type { LogFormat } from './contract.ts'
import { barePath, responseRecord, type Role } from './http-record.ts'

/** An HTTP archive is one document and has to be read whole. */
const MOST_BYTES = 400 * 1024 * 1024

export const har: LogFormat = {
  endings: ['har'],
  begins: (start) =>
    /^\s*\{\s*"log"\s*:\s*\{\s*"(?:version|creator|browser|pages|entries|comment)"/.test(start),
  reader: (role, name) => {
    const pieces: Buffer[] = []
    let size = 0
    return (piece, last, emit) => {
      pieces.push(piece)
      size += piece.length
      if (size > MOST_BYTES)
        throw new UserError(
          'HAR_TOO_LARGE',
          `${name} is larger than 400 MB`,
          'Split the recording, or convert it to NDJSON.',
        )
      if (last) harRecords(Buffer.concat(pieces).toString('utf8'), role, name).forEach(emit)
    }
  },
}

/** The exchanges of an HTTP archive as records: requests to replay, or responses to compare. */
function harRecords(text: string, role: Role, name: string): readonly string[] {
  const entries = listAt(at(parse(text, name), 'log'), 'entries')
  if (entries === undefined) {
    throw new UserError(
      'NOT_A_HAR',
      `${name} is not an HTTP archive: it has no log.entries`,
      'Export the recording again as HAR with content.',
    )
  }
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const request = at(entry, 'request')
    const [method, url] = [String(at(request, 'method') ?? 'GET'), String(at(request, 'url') ?? '')]
    const path = URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url
    // An archive has no ids: the n-th call of the same address is what pairs.
    const key = `${method} ${path}`
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    const id = nth === 1 ? key : `${key} #${nth}`
    return role === 'requests' ? requestOf(entry, id, method, url) : responseOf(entry, id, method, path)
  })
}

function requestOf(entry: unknown, id: string, method: string, url: string): string {
  const request = at(entry, 'request')
  const headers = Object.fromEntries(headersOf(request).filter(([name]) => !name.startsWith(':')))
  const body = at(at(request, 'postData'), 'text')
  return JSON.stringify({ id, method, url, headers, body, at: at(entry, 'startedDateTime') })
}

function responseOf(entry: unknown, id: string, method: string, path: string): string {
  const response = at(entry, 'response')
  const content = at(response, 'content')
  const text = String(at(content, 'text') ?? '')
  const time = Number(at(entry, 'time'))
  return responseRecord({
    id,
    request: { method, path: barePath(path) },
    status: Number(at(response, 'status') ?? 0),
    headers: headersOf(response),
    body: Buffer.from(text, at(content, 'encoding') === 'base64' ? 'base64' : 'utf8'),
    latencyMs: Number.isFinite(time) ? time : undefined,
  })
}

function headersOf(message: unknown): readonly (readonly [string, string])[] {
  return (listAt(message, 'headers') ?? []).map(
    (header) => [String(at(header, 'name')), String(at(header, 'value'))] as const,
  )
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError(
      'NOT_A_HAR',
      `${name} is not JSON`,
      'A HAR file is one JSON document. Export the recording again.',
    )
  }
}

function at(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null && key in data
    ? (data as Record<string, unknown>)[key]
    : undefined
}

function listAt(data: unknown, key: string): readonly unknown[] | undefined {
  const found = at(data, key)
  return Array.isArray(found) ? found : undefined
}
