import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { lossesOf, toNdjson } from '@sluice/shadow'
import { expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { compared } from './worlds.ts'

const SEPARATOR = '\n🐵🙈🙉\n'
const ZIPPED = gzipSync('{"a":1}')
const CHUNKED = 'Transfer-Encoding: chunked\r\n'

interface Recorded {
  readonly status?: string
  readonly headers?: string
  readonly body?: string | Buffer
  readonly method?: string
  /** How the response stands in the file, where not as a whole. */
  readonly written?: string
  /** What stands behind it. */
  readonly after?: string
}

/** A file with a request and its response, and the record that it becomes. */
async function recordOf(response: Recorded): Promise<string> {
  const { status = '200 OK', headers = '', body = '', method = 'GET', after = SEPARATOR } = response
  const head = response.written ?? `HTTP/1.1 ${status}\r\n${headers}\r\n`
  const file = Buffer.concat([
    Buffer.from(`1 abc 17\n${method} /x HTTP/1.1\r\nHost: a\r\n\r\n${SEPARATOR}2 abc 17 5000000\n${head}`),
    Buffer.from(body),
    Buffer.from(after),
  ])
  const folder = tempFolder('sluice-goreplay')
  writeFileSync(join(folder, 'a.gor'), file)
  const [path = ''] = await toNdjson([join(folder, 'a.gor')], 'primary', folder)
  return readFileSync(path, 'utf8')
}

test.each<readonly [string, Recorded]>([
  ['fewer bytes than its length', { headers: 'Content-Length: 8\r\n', body: '{"a":1}' }],
  [
    'fewer bytes than its length, as the last of a file',
    { headers: 'Content-Length: 8\r\n', body: '{"a"', after: '' },
  ],
  ['no body where its length says that there is one', { headers: 'Content-Length: 7\r\n' }],
  ['no end of its headers', { written: 'HTTP/1.1 200 OK\r\nContent-Le' }],
  ['not even a first line', { written: '' }],
  ['no last chunk', { headers: CHUNKED, body: '7\r\n{"a":1}\r\n' }],
  ['half a chunk', { headers: CHUNKED, body: '7\r\n{"a"' }],
  [
    'half a gzip body of no known length',
    { headers: 'Content-Encoding: gzip\r\n', body: ZIPPED.subarray(0, 20) },
  ],
  [
    'fewer zipped bytes than its length',
    {
      headers: `Content-Encoding: gzip\r\nContent-Length: ${ZIPPED.length}\r\n`,
      body: ZIPPED.subarray(0, 20),
    },
  ],
  ['no length, and nothing behind it', { body: '{"a":1}', after: '' }],
])('a response with %s is paired and not compared', async (_, response) => {
  const record = await recordOf(response)
  const summary = compared([record, '{"id":"abc","status":200,"body":{"a":1}}\n'])
  expect([summary.compared, lossesOf(summary)]).toEqual([0, [{ what: 'not a JSON object', count: 1 }]])
  const twice = compared([record, record])
  expect([twice.compared, lossesOf(twice)]).toEqual([0, [{ what: 'not a JSON object', count: 1 }]])
})

test.each<readonly [string, unknown, Recorded]>([
  ['of its length', { a: 1 }, { headers: 'content-length: 7\r\n', body: '{"a":1}' }],
  [
    'of its length, as the last of a file',
    { a: 1 },
    { headers: 'Content-Length: 7\r\n', body: '{"a":1}', after: '' },
  ],
  ['with more behind its length', { a: 1 }, { headers: 'Content-Length: 7\r\n', body: '{"a":1}\n' }],
  ['without a length', { a: 1 }, { body: '{"a":1}' }],
  ['of a length that is no number', { a: 1 }, { headers: 'Content-Length: x\r\n', body: '{"a":1}' }],
  ['without a body', '', { headers: 'Content-Length: 0\r\n' }],
  ['in chunks', { a: 1 }, { headers: CHUNKED, body: '3\r\n{"a\r\n4;x=y\r\n":1}\r\n0\r\nT: t\r\n\r\n' }],
  ['in chunks of no length', '', { headers: CHUNKED, body: '0\r\n\r\n' }],
  [
    'in chunks, with a length that counts for nothing',
    { a: 1 },
    { headers: `${CHUNKED}Content-Length: 900\r\n`, body: '7\r\n{"a":1}\r\n0\r\n\r\n' },
  ],
  [
    'zipped, of its length',
    { a: 1 },
    { headers: `Content-Encoding: gzip\r\nContent-Length: ${ZIPPED.length}\r\n`, body: ZIPPED },
  ],
  [
    'zipped, without a length, as the last of a file',
    { a: 1 },
    { headers: 'Content-Encoding: gzip\r\n', body: ZIPPED, after: '' },
  ],
  [
    'to HEAD, with the length of what GET would give',
    '',
    { method: 'HEAD', headers: 'Content-Length: 900\r\n' },
  ],
  ['to HEAD, in chunks that do not come', '', { method: 'HEAD', headers: CHUNKED }],
  [
    'that nothing has changed, with a length',
    '',
    { status: '304 Not Modified', headers: 'Content-Length: 900\r\n' },
  ],
  ['without content', '', { status: '204' }],
])('a response %s is whole', async (_, body, response) => {
  expect(JSON.parse(await recordOf(response))).toMatchObject({ id: 'abc', body })
})

test('bodies that are no text are the same only where their bytes are', async () => {
  const of = async (...bytes: readonly number[]): Promise<string> =>
    await recordOf({ headers: 'Content-Length: 2\r\n', body: Buffer.from(bytes) })
  expect(await of(0xff, 0x41)).toBe(await of(0xff, 0x41))
  expect(await of(0xff, 0x41)).not.toBe(await of(0xfe, 0x41))
  expect(await of(0xff, 0x41)).toContain('"response_bytes":2')
})
