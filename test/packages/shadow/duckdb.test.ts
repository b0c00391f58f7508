import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunProgram } from '@sluice/shadow'
import { describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { inEngine, installed } from './duckdb-engine.ts'
import { compared, ndjson, seeded, tellingRecords, withoutPlaces } from './worlds.ts'

/** The same logs in files, and the words that name them. */
function written(texts: readonly (string | Buffer)[]): {
  readonly folder: string
  readonly words: Readonly<Record<string, string>>
} {
  const folder = tempFolder('sluice-duckdb')
  const names = ['primary', 'candidate', 'secondary'].slice(0, texts.length)
  names.forEach((name, arm) => writeFileSync(join(folder, `${name}.ndjson`), texts[arm] ?? ''))
  return { folder, words: Object.fromEntries(names.map((name) => [name, `${name}.ndjson`])) }
}

function arms(): readonly string[] {
  const random = seeded(2)
  const answer = (id: number, arm: number): unknown => ({
    id: id % 60 === 7 ? `r${id - 1}` : `r${id}`,
    status: id % 31 === 0 ? 503 : arm === 1 && id % 41 === 0 ? 500 : 200,
    ...(id % 37 === 0 ? { error: 'late' } : {}),
    noisy: random() < 0.1 ? random() : 0,
    nested: { a: arm === 1 && id % 7 === 0 ? 'x' : 1, ...(arm === 1 && id % 5 === 0 ? {} : { b: 2 }) },
    list: [{ p: 1 }, ...(id % 17 === 0 && arm === 1 ? [{ p: 3 }] : [])],
    'a.b': arm === 1 && id % 19 === 0 ? 1 : 0,
    'it\'s "odd"': { latency: arm === 1 && id % 23 === 0 ? 7.5 : 7 },
  })
  const ids = Array.from({ length: 900 }, (_, id) => id)
  return [0, 1, 2].map((arm) =>
    ndjson(ids.filter((id) => arm !== 1 || id % 50 !== 0).map((id) => answer(id, arm))),
  )
}

const LOST = '{"no":"id"}\nnot json\n\n{"id":null,"status":200}\n'

describe('DuckDB', () => {
  test.skipIf(!installed).each([
    ['two arms', 2, {}],
    ['three arms', 3, {}],
    [
      'tolerances, unordered arrays and ignored places',
      3,
      { tolerance: '**.latency: 1', unordered: 'list', ignore: 'noisy' },
    ],
    ['slices', 2, { slices: 'status' }],
    ['two values that name a record, of which one may be missing', 2, { 'pair-by': 'id, error' }],
    ['the filter of Diffy', 3, { noise: 'diffy' }],
  ] as const)('counts the same as we do, with %s', async (_, count, words) => {
    const texts = arms()
      .slice(0, count)
      .map((text) => `${text}${LOST}`)
    const { folder, words: files } = written(texts)
    const summary = await inEngine(folder, { ...files, ...words })
    expect(withoutPlaces(summary)).toEqual(withoutPlaces(compared(texts, words)))
    expect(summary.compared).toBeGreaterThan(20)
    expect(summary.compared + (summary.lost[1]?.['no-id'] ?? 0)).toBeGreaterThan(800)
    expect(summary.lost[1]?.unparsable).toBe(1)
    expect(readdirSync(folder).filter((name) => name.startsWith('sluice-duckdb-'))).toEqual([])
  })

  test.skipIf(!installed)(
    'counts the same requests as failed, whether or not their answers differ',
    async () => {
      const text = tellingRecords()
        .map(({ record }) => `${record}\n`)
        .join('')
      const changed = text.replaceAll(/"id":"(\d+)-1",/g, '"id":"$1-1","w":1,')
      for (const candidate of [text, changed]) {
        const { folder, words } = written([text, candidate])
        const required = { requirements: 'error rate <= 1%' }
        const summary = await inEngine(folder, { ...words, ...required })
        expect(summary).toEqual(compared([text, candidate], required))
        expect(summary.errors.both).toBeGreaterThan(100)
      }
    },
  )

  test.skipIf(!installed)('reads Parquet, by a column of any name, as it reads NDJSON', async () => {
    const texts = arms().slice(0, 2)
    const { folder, words } = written(texts)
    for (const name of ['primary', 'candidate']) {
      const from = join(folder, `${name}.ndjson`)
      const sql = `COPY (SELECT j::VARCHAR AS "the answer" FROM read_json_objects('${from}', format = 'newline_delimited') t(j)) TO '${join(folder, name)}.parquet'`
      execFileSync('duckdb', [':memory:', sql])
    }
    const parquet = { primary: 'primary.parquet', candidate: 'candidate.parquet' }
    const settings = { 'engine-settings': 'record: the answer\nsetup: SET threads = 1 -- few' }
    expect(await inEngine(folder, { ...parquet, ...settings })).toEqual(await inEngine(folder, words))
    await expect(inEngine(folder, parquet)).rejects.toThrow(/"record"/)
  })

  const bytes = (...parts: readonly (string | readonly number[])[]): Buffer =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
  const OTHERS = '{"id":8,"v":1}\n\n  \n{"id":9,"v":1}\n'

  const REFUSED: readonly (readonly [string, Buffer, Buffer?])[] = [
    ['half a surrogate pair', bytes('{"id":1,"v":"\\ud800"}\n{"id":"\\ud800","v":1}\n', OTHERS)],
    [
      'a character that is zero',
      bytes('{"id":1,"v":"a\\u0000b"}\n{"id":"a\\u0000b"}\n', OTHERS),
      bytes('{"id":1,"v":"a\\u0000c"}\n{"id":"a\\u0000b"}\n', OTHERS),
    ],
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], '{"id":1,"v":1}\n', OTHERS)],
    [
      'broken UTF-8',
      bytes('{"id":1,"v":"', [0xff, 0xc3], '"}\n', OTHERS),
      bytes('{"id":1,"v":"', [0xff, 0xc4], '"}\n', OTHERS),
    ],
    [
      'a line that is cut behind its id in one log',
      bytes('{"id":1,"v":\n', OTHERS),
      bytes('{"id":1,"v":1}\n', OTHERS),
    ],
    ['one that is cut in both, and the last', bytes(OTHERS, '{"id":1,"v":'), bytes(OTHERS, '{"id":1,"v":')],
    ['what is too long and the same', bytes(`{"id":1,"v":"${'x'.repeat(3000)}"}\n`, OTHERS)],
    ['what is no JSON and too long', bytes(`{"id":1,"v":"\\ud800${'x'.repeat(3000)}"}\n`, OTHERS)],
    [
      'much that is no JSON',
      bytes(...Array.from({ length: 3000 }, (_, id) => `{"id":${id + 10},"v":\n`), OTHERS),
    ],
  ]

  test.skipIf(!installed).each(REFUSED.map(([what, one, other = one]) => [what, one, other] as const))(
    'looks at what DuckDB refuses, or should, as we do: %s',
    async (_, primary, candidate) => {
      const { folder, words } = written([primary, candidate])
      const limit = { 'max-record': '0.002' }
      const summary = await inEngine(folder, { ...words, ...limit })
      expect(withoutPlaces(summary)).toEqual(withoutPlaces(compared([primary, candidate], limit)))
      expect(summary.compared).toBeGreaterThanOrEqual(2)
    },
  )

  test.skipIf(!installed)('a row of Parquet may be JSON on several lines, or none', async () => {
    const { folder } = written([])
    for (const [name, v] of [
      ['a', 1],
      ['b', 2],
    ]) {
      const rows = [`E'{"id":1,\\r\\n "v":${v}}'`, `E'{"id":2,\\n"v":"\\\\ud800"}'`, `'{"id":3,"v":'`, 'NULL']
      const sql = `COPY (SELECT unnest([${rows.join(', ')}]) AS record) TO '${join(folder, String(name))}.parquet'`
      execFileSync('duckdb', [':memory:', sql])
    }
    const summary = await inEngine(folder, { primary: 'a.parquet', candidate: 'b.parquet' })
    expect([summary.compared, summary.broken, summary.any.alone]).toEqual([2, 1, 1])
    expect(summary.lost.slice(0, 2).map(({ unparsable, unmatched }) => [unparsable, unmatched])).toEqual([
      [1, 0],
      [1, 0],
    ])
  })

  test('a failing engine is an error, never an empty comparison', async () => {
    const { folder, words } = written(['{"id":1}\n', '{"id":1}\n'])
    const answers =
      (stdout: string, code = 0): RunProgram =>
      async () =>
        await Promise.resolve({ code, stdout, stderr: code === 0 ? '' : 'out of memory' })
    await expect(inEngine(folder, words, answers('', 1))).rejects.toThrow(/out of memory/)
    await expect(inEngine(folder, words, answers('hello'))).rejects.toThrow(/not JSON/)
    await expect(inEngine(folder, words, answers(''))).rejects.toThrow(/did not count/)
    await expect(inEngine(folder, { ...words, 'engine-settings': 'colour: red' })).rejects.toThrow(/colour/)
  })

  test.skipIf(!installed).each([
    ['an unknown secret', "CREATE SECRET (TYPE none, KEY_ID 'a', SECRET 'hunter2')"],
    ['a missing comma', "CREATE SECRET (TYPE s3 KEY_ID 'a', SECRET 'hunter2')"],
    ['a quote too many', "CREATE SECRET (TYPE s3, SECRET 'hun'hunter2')"],
    ['a table that is not there', "SET VARIABLE a = 'hunter2'; FROM hunter"],
    ['a value that is none', "SELECT 'hunter2'::INTEGER"],
  ])('what is wrong in setup is told without its texts: %s', async (_, setup) => {
    const { folder, words } = written(['{"id":1}\n', '{"id":1}\n'])
    const given = { ...words, 'engine-settings': JSON.stringify({ setup }) }
    const error: unknown = await inEngine(folder, given).catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(/duckdb ended with code 1: [\w ]+ Error/)
    expect(String(error)).not.toContain('hunter2')
  })
})
