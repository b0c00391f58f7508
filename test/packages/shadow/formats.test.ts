import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import {
  compareSources,
  comparisonInputs,
  replayInputs,
  sourceInputs,
  toNdjson,
  type Role,
} from '@sluice/shadow'
import { parseFields, UserError } from '@sluice/action'
import { beforeEach, describe, expect, test } from 'vitest'
import { ndjson } from './worlds.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { CsvRecords } from '../../../packages/shadow/src/formats/csv.ts'

let folder = ''
beforeEach(() => {
  folder = tempFolder('sluice-formats')
})

async function records(
  name: string,
  content: string | Buffer,
  role: Role = 'primary',
): Promise<readonly Record<string, unknown>[]> {
  writeFileSync(join(folder, name), content)
  const [path = ''] = await toNdjson([join(folder, name)], role, folder)
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>)
}

const SEPARATOR = '\n🐵🙈🙉\n'

describe('formats', () => {
  test('gzip and zstd hold the same records as plain files', async () => {
    const text = ndjson([{ id: 1 }, { id: 2 }])
    expect(await records('a.ndjson.gz', gzipSync(text))).toEqual([{ id: 1 }, { id: 2 }])
    expect(await records('a.ndjson.zst', zstdCompressSync(text))).toEqual([{ id: 1 }, { id: 2 }])
    const appended = Buffer.concat([zstdCompressSync('{"id":1}\n'), zstdCompressSync('{"id":2}\n')])
    expect(await records('appended.ndjson.zst', appended)).toEqual([{ id: 1 }, { id: 2 }])
    await expect(records('cut.ndjson.zst', appended.subarray(0, appended.length - 3))).rejects.toThrow(
      /could not be unpacked/,
    )
    await expect(records('cut.ndjson.gz', gzipSync(text).subarray(0, 20))).rejects.toThrow(
      /could not be unpacked/,
    )
  })

  test('CSV: quotes, line ends inside them, numbers as written and text otherwise', async () => {
    const csv = '\uFEFFid,name,n,code\r\n1,"a ""b"",\nc",1.50,007\n2,,,x\n'
    expect(await records('a.csv', csv)).toEqual([
      { id: 1, name: 'a "b",\nc', n: 1.5, code: '007' },
      { id: 2, name: '', n: '', code: 'x' },
    ])
  })

  test.each([
    ['semicolons', 'a.csv', 'id;name;n\n1;"x;y";0.5\n'],
    ['tabs in .tsv', 'a.tsv', 'id\tname\tn\n1\tx;y\t0.5\n'],
    ['tabs in .csv', 'b.csv', 'id\tname\tn\n1\tx;y\t0.5\n'],
    ['a line that names the separator', 'c.csv', 'sep=;\r\nid;name;n\r\n1;"x;y";0.5\r\n'],
  ])('CSV with %s', async (_, name, text) => {
    expect(await records(name, text)).toEqual([{ id: 1, name: 'x;y', n: 0.5 }])
  })

  test('a .tsv has tabs, whatever else its first row holds', async () => {
    expect(await records('one.tsv', 'a,b,c\td\n1\t2\n')).toEqual([{ 'a,b,c': 1, d: 2 }])
    expect(await records('one.tsv.gz', gzipSync('a,b,c\n7\n'))).toEqual([{ 'a,b,c': 7 }])
  })

  test('SageMaker captures: JSON, base64 and CSV are opened, and what no two share is null', async () => {
    const captured = (data: string, encoding: string, more = {}) => ({
      captureData: { endpointOutput: { data, mode: 'OUTPUT', encoding } },
      eventMetadata: { eventId: 'e1', inferenceTime: '2026-01-01T00:00:00Z', ...more },
    })
    const base64 = Buffer.from('{"score": 0.50}').toString('base64')
    const read = await records(
      'capture.jsonl',
      ndjson([
        captured('{"score":1}', 'JSON'),
        captured(base64, 'BASE64'),
        captured('0.25', 'CSV', { inferenceId: 'mine "1"' }),
        captured(Buffer.from('0.1,0.9\n').toString('base64'), 'BASE64'),
        captured('no answer', 'CSV'),
      ]),
    )
    expect(read.map((record) => record['captureData'])).toMatchObject(
      [{ score: 1 }, { score: 0.5 }, 0.25, [0.1, 0.9], 'no answer'].map((data) => ({
        endpointOutput: { data },
      })),
    )
    expect(read[0]?.['eventMetadata']).toEqual({ eventId: 'e1', inferenceTime: null })
    expect(read[2]).toMatchObject({ id: 'mine "1"', eventMetadata: { eventId: null, inferenceTime: null } })
  })

  test('CloudEvents: answers with their data, whatever form it has; requests only for a replay', async () => {
    const event = (type: string, data: object) => ({
      specversion: '1.0',
      id: '7',
      source: 'http://pod-3',
      time: '2026-01-01T00:00:00Z',
      type: `org.kubeflow.serving.inference.${type}`,
      ...data,
    })
    const log = ndjson([
      event('request', { data: { instances: [1] } }),
      event('response', { data: { predictions: [2] } }),
      event('response', { data_base64: Buffer.from('{"predictions":[3]}').toString('base64') }),
      event('response', { data: '{"predictions":[4]}' }),
    ])
    const answers = await records('events.jsonl', log)
    expect(answers.map(({ data }) => data)).toEqual([2, 3, 4].map((k) => ({ predictions: [k] })))
    expect(Object.keys(answers[0] ?? {})).toEqual(['id', 'type', 'data'])
    expect(await records('events.jsonl', log, 'requests')).toHaveLength(4)
  })

  test('Envoy taps: paired by x-request-id, bodies as text or base64, pretty-printed or not', async () => {
    const trace = {
      http_buffered_trace: {
        request: {
          headers: [
            { key: ':method', value: 'GET' },
            { key: ':path', value: '/price?token=1' },
            { key: 'x-request-id', value: 'r-1' },
          ],
        },
        response: {
          headers: [
            { key: ':status', value: '503' },
            { key: 'Content-Type', value: 'application/json' },
          ],
          body: { as_bytes: Buffer.from('{"a":1}').toString('base64') },
        },
      },
    }
    for (const text of [JSON.stringify(trace), JSON.stringify(trace, undefined, 2)]) {
      expect(await records('tap.json', text)).toMatchObject([
        {
          id: 'r-1',
          status: 503,
          request: { method: 'GET', path: '/price' },
          headers: { 'content-type': 'application/json' },
          body: { a: 1 },
        },
      ])
      expect(await records('tap.json', text, 'requests')).toMatchObject([
        { id: 'r-1', method: 'GET', url: '/price?token=1' },
      ])
    }
  })

  test('OTLP logs: one record for each log record, with plain values', async () => {
    const log = {
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                {
                  timeUnixNano: '1',
                  traceId: 't1',
                  body: { kvlistValue: { values: [{ key: 'total', value: { doubleValue: 1.5 } }] } },
                  attributes: [
                    { key: 'http.status', value: { intValue: '200' } },
                    { key: 'tags', value: { arrayValue: { values: [{ stringValue: 'a' }] } } },
                    { key: 'big', value: { intValue: '9223372036854775807' } },
                  ],
                },
                { traceId: 't2', body: { stringValue: 'hello' }, attributes: [] },
              ],
            },
          ],
        },
      ],
    }
    expect(await records('otlp.jsonl', ndjson([log]))).toEqual([
      {
        traceId: 't1',
        attributes: { 'http.status': 200, tags: ['a'], big: '9223372036854775807' },
        body: { total: 1.5 },
      },
      { traceId: 't2', attributes: {}, body: 'hello' },
    ])
  })

  test('HAR: requests to replay and responses to compare, the n-th call of an address paired with the n-th', async () => {
    const entry = (status: number) => ({
      startedDateTime: '2026-01-01T00:00:00Z',
      time: 12.5,
      request: { method: 'GET', url: 'https://a.example/x?y=1', headers: [{ name: 'Accept', value: '*/*' }] },
      response: {
        status,
        headers: [
          { name: 'Set-Cookie', value: 's' },
          { name: 'ETag', value: 'e' },
        ],
        content: { text: '{"a":1}' },
      },
    })
    const har = JSON.stringify({ log: { entries: [entry(200), entry(404)] } })
    const [first, second] = await records('a.har', har)
    expect(first).toMatchObject({
      id: 'GET /x?y=1',
      request: { method: 'GET', path: '/x' },
      status: 200,
      headers: { etag: 'e' },
      latency_ms: 12.5,
      body: { a: 1 },
    })
    expect(second?.['id']).toBe('GET /x?y=1 #2')
    expect(await records('b.har', har, 'requests')).toMatchObject([
      { method: 'GET', url: 'https://a.example/x?y=1' },
      {},
    ])
    await expect(records('c.har', '{}')).rejects.toThrow(/not an HTTP archive/)
  })

  test('GoReplay: requests, original and replayed responses joined by id, chunks and gzip undone', async () => {
    const body = gzipSync('{"a":1}')
    const chunked = Buffer.concat([
      Buffer.from(`${body.length.toString(16)}\r\n`),
      body,
      Buffer.from('\r\n0\r\n\r\n'),
    ])
    const gor = Buffer.concat([
      Buffer.from(`1 abc 1700000000000000000\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n${SEPARATOR}`),
      Buffer.from(
        '2 abc 1700000000000000000 5000000\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n',
      ),
      chunked,
      Buffer.from(`${SEPARATOR}3 abc 1700000000000000000 7000000\nHTTP/1.1 500 No\r\n\r\nbroken${SEPARATOR}`),
    ])
    expect(await records('a.gor', gor, 'requests')).toMatchObject([{ id: 'abc', method: 'GET', url: '/x' }])
    expect(await records('a.gor', gor, 'primary')).toMatchObject([
      { id: 'abc', status: 200, body: { a: 1 }, latency_ms: 5 },
    ])
    expect(await records('a.gor', gor, 'candidate')).toMatchObject([
      { id: 'abc', status: 500, body: 'broken' },
    ])
  })
})

describe('ways in', () => {
  const fields = { ...comparisonInputs, ...sourceInputs, ...replayInputs }
  const run = async (words: Readonly<Record<string, string>>, tempDir = folder) =>
    await compareSources(
      parseFields(fields, (name) => words[name] ?? '', 'the test'),
      {
        folder,
        tempDir,
        threads: 2,
        script: new URL('../../../actions/shadow-compare/src/worker.ts', import.meta.url),
        fetch: globalThis.fetch,
        now: () => performance.now(),
        sleep: async () => {},
        random: () => 0.5,
        signal: new AbortController().signal,
        mask: () => undefined,
        run: async () => ({ code: 0, stdout: '', stderr: '' }),
      },
    )

  test('a pattern that matches nothing, or two ways at once, is one clear error', async () => {
    await expect(run({ primary: 'a*.ndjson', candidate: 'b.ndjson' })).rejects.toThrow(
      /no file matches a\*\.ndjson/,
    )
    await expect(run({})).rejects.toThrow(/give either primary and candidate/)
  })

  test('all that is wrong with the files is told at once, of every arm and with any engine', async () => {
    mkdirSync(join(folder, 'dir'))
    symlinkSync('loop.ndjson', join(folder, 'loop.ndjson'))
    const words = {
      primary: 'a*.ndjson\nloop.ndjson',
      candidate: 'b.ndjson\ndir\nc.parquet',
      secondary: 'd.ndjson\ne.parquet',
    }
    for (const engine of ['node', 'duckdb']) {
      const error: unknown = await run({ ...words, engine }).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(UserError)
      expect(String(error).split('\n')).toEqual([
        'UserError: primary: no file matches a*.ndjson',
        `primary: ${join(folder, 'loop.ndjson')}: it is a link that leads back to itself`,
        'candidate: no file matches b.ndjson',
        'candidate: dir is no file but a folder, a device or a pipe',
        'candidate: no file matches c.parquet',
        'secondary: no file matches d.ndjson',
        'secondary: no file matches e.parquet',
      ])
    }
  })

  test('a temporary folder that cannot be written to is told', async () => {
    writeFileSync(join(folder, 'a.ndjson.gz'), gzipSync('{"id":1}\n'))
    const words = { primary: 'a.ndjson.gz', candidate: 'a.ndjson.gz' }
    const error: unknown = await run(words, join(folder, 'gone')).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UserError)
    expect(String(error)).toMatch(/comparing: .*gone.*: there is no such file or folder/)
  })

  test('an engine is refused what it cannot do, and settings it has not', async () => {
    const both = { primary: 'a', candidate: 'b' }
    await expect(run({ ...both, 'engine-settings': 'url: http://h' })).rejects.toThrow(/engine node has none/)
    await expect(run({ ...both, engine: 'clickhouse', shard: '1/2' })).rejects.toThrow(/leave shard out/)
    await expect(run({ ...both, engine: 'clickhouse' })).rejects.toThrow(/url: is required/)
    const replay = { requests: 'r', 'primary-url': 'http://h', 'candidate-url': 'http://h' }
    await expect(run({ ...replay, engine: 'clickhouse' })).rejects.toThrow(/leave requests out/)
  })

  test('threads count the same as one, and several files are one log', async () => {
    const wide = 'x'.repeat(900)
    const lines = (from: number, to: number, v: (id: number) => number): string =>
      ndjson(Array.from({ length: to - from }, (_, k) => ({ id: from + k, wide, v: v(from + k) })))
    writeFileSync(
      join(folder, 'a1.ndjson'),
      lines(0, 6000, () => 1),
    )
    writeFileSync(
      join(folder, 'a2.ndjson'),
      lines(6000, 12_000, () => 1),
    )
    writeFileSync(
      join(folder, 'b.ndjson'),
      lines(0, 11_990, (id) => (id % 100 === 0 ? 2 : 1)),
    )
    const { summary } = await run({ primary: 'a*.ndjson', candidate: 'b.ndjson' })
    expect([summary.compared, summary.any.alone, summary.lost[0]?.unmatched]).toEqual([11_990, 120, 10])
  })
})

test('a quote in CSV that is never closed is an error, not one long field', () => {
  const rows: string[] = []
  const reader = new CsvRecords()
  const text = 'id,v\n1,"a ""b"""\n2,"5 inch\n3,c\n'
  expect(() => reader.read(text, true, (row) => void rows.push(row))).toThrow(/line 3 is never closed/)
  expect(rows).toEqual([JSON.stringify({ id: 1, v: 'a "b"' })])
})

test('CSV is read the same in pieces of any size, and text behind a closing quote is kept', () => {
  const text = 'id,v\r\n1,"a ""b"", c"\r\n2,"a"b\r\n3,5" pipe'
  for (const size of [1, 2, 3, 7, text.length]) {
    const rows: unknown[] = []
    const reader = new CsvRecords()
    for (let at = 0; at < text.length; at += size)
      reader.read(text.slice(at, at + size), at + size >= text.length, (row) => rows.push(JSON.parse(row)))
    expect(rows).toEqual([
      { id: 1, v: 'a "b", c' },
      { id: 2, v: 'ab' },
      { id: 3, v: '5" pipe' },
    ])
  }
})
