import type { LogFormat } from './contract.ts'
import { valueReader } from './json-array.ts'
import { listAt, parsedLine, memberAt } from './line-reader.ts'

/**
 * Logs as OpenTelemetry's file exporter writes them in JSON: each log record becomes `body`, `attributes`, `traceId`,
 * `spanId` and `severityText`; when it was written says nothing of the answer.
 */
export const otlpLogs: LogFormat = {
  endings: [],
  begins: (start) => /^\s*\{\s*"resourceLogs"\s*:/.test(start),
  reader: () => valueReader(logRecords),
}

function logRecords(value: string): readonly string[] {
  const data = parsedLine(value)
  if (data === undefined) return [value]
  return listAt(data, 'resourceLogs')
    .flatMap((resource) => listAt(resource, 'scopeLogs'))
    .flatMap((scope) => listAt(scope, 'logRecords'))
    .map((record) =>
      JSON.stringify({
        ...kept(record),
        attributes: mapOf(listAt(record, 'attributes')),
        body: plainValue(memberAt(record, 'body')),
      }),
    )
}

function kept(record: unknown): Readonly<Record<string, unknown>> {
  const names = ['traceId', 'spanId', 'severityText'].filter((name) => memberAt(record, name) !== undefined)
  return Object.fromEntries(names.map((name) => [name, memberAt(record, name)]))
}

function mapOf(entries: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    entries.map((entry) => [String(memberAt(entry, 'key')), plainValue(memberAt(entry, 'value'))]),
  )
}

/** A value of OTLP, which says its type: `{ "intValue": "3" }`. Whole numbers are texts there, for they may have 64 bits. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null
  const [[type, held] = ['', null]] = Object.entries(value) as readonly [string, unknown][]
  if (type === 'arrayValue') return listAt(held, 'values').map(plainValue)
  if (type === 'kvlistValue') return mapOf(listAt(held, 'values'))
  if (type === 'intValue') return Number.isSafeInteger(Number(held)) ? Number(held) : held
  return held ?? null
}
