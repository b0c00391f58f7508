import { membersOf } from '../json/members.ts'
import { jsonIn } from '../json/open-texts.ts'
import { readString } from '../json/paths.ts'
import { OPEN_OBJECT, skipSpace, utf8At } from '../json/scan.ts'
import type { LogFormat } from './contract.ts'
import { lineReader } from './line-reader.ts'

/**
 * CloudEvents in JSON, as KServe's logger and many queues write them: `id`, `type`, `subject` and `data`, which is read as
 * JSON where it is a text or base64. When and where an event was written says nothing of the answer and is left out.
 */
export const cloudEvents: LogFormat = {
  endings: [],
  begins: (start) => /^\s*\{.*"specversion"\s*:\s*"\d/.test(start),
  reader: (role) => lineReader((line) => eventRecord(line, role === 'requests')),
}

const KEPT = ['id', 'type', 'subject', 'data'] as const

/** KServe logs requests beside responses, under the same id. */
const IS_REQUEST = /inference\.request$/

function eventRecord(line: Buffer, requests: boolean): string | undefined {
  const at = skipSpace(line, 0, line.length)
  const members = line[at] === OPEN_OBJECT ? membersOf(line, at + 1, line.length)?.items : undefined
  if (members === undefined) return line.toString('utf8')
  const tokens = new Map([...members].map(([key, { from, to }]) => [key, utf8At(line, from, to)]))
  if (!requests && IS_REQUEST.test(readString(tokens.get('type') ?? ''))) return undefined
  const data = tokens.get('data_base64') ?? tokens.get('data')
  if (data !== undefined) tokens.set('data', data.startsWith('"') ? (jsonIn(readString(data)) ?? data) : data)
  const kept = KEPT.flatMap((key) => {
    const token = tokens.get(key)
    return token === undefined ? [] : [`${JSON.stringify(key)}:${token}`]
  })
  return `{${kept.join(',')}}`
}
