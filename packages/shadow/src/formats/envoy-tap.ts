import type { LogFormat } from './contract.ts'
import { barePath, responseRecord, type Role } from './http-record.ts'
import { valueReader } from './json-array.ts'
import { listAt, parsedLine, memberAt } from './line-reader.ts'

/** What Envoy's tap filter writes of each exchange: paired by `x-request-id`, which Envoy itself gives to a mirrored request. */
export const envoyTap: LogFormat = {
  endings: [],
  begins: (start) => /^\s*\{\s*"http_buffered_trace"\s*:/.test(start),
  reader: (role) => valueReader((value) => tapRecord(value, role)),
}

type Headers = readonly (readonly [string, string])[]

function tapRecord(value: string, role: Role): string {
  const trace = memberAt(parsedLine(value), 'http_buffered_trace')
  if (trace === undefined) return value
  const [asked, answered] = [headersOf(trace, 'request'), headersOf(trace, 'response')]
  const id = named(asked, 'x-request-id') ?? ''
  const [method, path] = [named(asked, ':method') ?? '', named(asked, ':path') ?? '']
  if (role === 'requests')
    return JSON.stringify({
      id,
      method,
      url: path,
      headers: Object.fromEntries(plain(asked)),
      body: bodyOf(trace, 'request').toString('utf8'),
    })
  const status = Number(named(answered, ':status') ?? 0)
  return responseRecord({
    id,
    status: Number.isInteger(status) ? status : 0,
    headers: plain(answered),
    body: bodyOf(trace, 'response'),
    latencyMs: undefined,
    request: { method, path: barePath(path) },
  })
}

function headersOf(trace: unknown, side: string): Headers {
  return listAt(trace, side, 'headers').map(
    (header) =>
      [String(memberAt(header, 'key')).toLowerCase(), String(memberAt(header, 'value') ?? '')] as const,
  )
}

/** Headers without what HTTP/2 puts there in place of the first line. */
function plain(headers: Headers): Headers {
  return headers.filter(([name]) => !name.startsWith(':'))
}

function named(headers: Headers, wanted: string): string | undefined {
  return headers.find(([name]) => name === wanted)?.[1]
}

function bodyOf(trace: unknown, side: string): Buffer {
  const [text, bytes] = ['as_string', 'as_bytes'].map((form) => memberAt(trace, side, 'body', form))
  if (typeof text === 'string') return Buffer.from(text)
  return Buffer.from(typeof bytes === 'string' ? bytes : '', 'base64')
}
