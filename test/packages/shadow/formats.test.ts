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
    await expect(records('c.har', '{}')).rejects.toThrow(/no HTTP archive/)
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
        script: new URL('../../../packages/shadow/src/engines/node/worker.ts', import.meta.url),
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
  expect(() => reader.read(text, true, (row) => void rows.push(row))).toThrow(/row 3 is never closed/)
  expect(rows).toEqual([JSON.stringify({ id: 1, v: 'a "b"' })])
})
