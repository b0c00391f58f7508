import {
  clickHouseSettings,
  countsSql,
  duckDbSettings,
  pairsSql,
  binaryRows,
  sourceSql,
} from '@sluice/shadow'
import { describe, expect, test } from 'vitest'

const COLUMNS = { id: 'id', record: 'record' }

async function* chunks(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part, 'latin1'))
}

async function read(columns: number, ...parts: readonly string[]): Promise<readonly (readonly string[])[]> {
  const rows: string[][] = []
  for await (const row of binaryRows(chunks(...parts), columns))
    rows.push(row.map((cell) => cell.toString('latin1')))
  return rows
}

describe('what ClickHouse is asked', () => {
  test.each([
    ['answers', '`answers`'],
    ['shadow.answers-v2', '`shadow`.`answers-v2`'],
    ['file(a/*.ndjson)', "file('a/*.ndjson', 'JSONEachRow', 'id String, record String')"],
    [
      's3(https://b.example/x*.parquet)',
      "s3('https://b.example/x*.parquet', 'Parquet', 'id String, record String')",
    ],
    [
      "url(http://h/it's.jsonl.gz)",
      "url('http://h/it\\'s.jsonl.gz', 'JSONEachRow', 'id String, record String')",
    ],
  ])('%s is a place to read from', (source, sql) => {
    expect(sourceSql(source, COLUMNS)).toBe(sql)
  })

  test.each([
    'a; DROP TABLE b',
    'a`b',
    'a.b.c',
    '(SELECT 1)',
    'logs/*.ndjson',
    'file(a.exe)',
    'remote(a.ndjson)',
    '',
  ])('%s is refused', (source) => {
    expect(() => sourceSql(source, COLUMNS)).toThrow(/clickhouse reads/)
  })

  test('names and paths end no quotes', () => {
    const places = { arms: [["file(a\\'b.ndjson)"], ['c']], id: 'i`d\\', record: "r'x", limit: 10 }
    const asked = { ...places, fetch: 'open', errors: true } as const
    for (const sql of [countsSql(asked), pairsSql(asked), pairsSql({ ...asked, fetch: 'all' })]) {
      expect(sql).toContain("file('a\\\\\\'b.ndjson'")
      expect(sql).toContain('toString(`i\\`d\\\\`)')
      // Without what is quoted, nothing of the user's is left, and all quotes are closed.
      const bare = sql.replaceAll(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '')
      expect(bare).not.toMatch(/['`\\]/)
    }
  })

  test('settings are refused all at once, and an address never holds the password', () => {
    const mask = (): void => undefined
    expect(() => clickHouseSettings({ url: 'ftp://x', pasword: 'x' }, mask)).toThrow(
      /pasword[^]*url|url[^]*pasword/,
    )
    expect(() => clickHouseSettings({ url: 'http://u:p@h' }, mask)).toThrow(/must not contain/)
  })

  test('secrets of every engine are masked, also where something else is wrong', () => {
    const masked: string[] = []
    const mask = (value: string): void => void masked.push(value)
    expect(() => clickHouseSettings({ url: 'nowhere', password: ' open sesame ' }, mask)).toThrow(/url/)
    duckDbSettings({ record: 'answer', setup: "CREATE SECRET (KEY_ID 'k')" }, mask)
    expect(masked).toEqual(['open sesame', "CREATE SECRET (KEY_ID 'k')"])
  })
})

describe('what it answers', () => {
  const long = 'x'.repeat(300)

  test('rows are read whole wherever the answer is cut into pieces', async () => {
    const bytes = `\x01a\x00\xac\x02${long}\x02\xff\n`
    for (let at = 0; at <= bytes.length; at += 7) {
      expect(await read(2, bytes.slice(0, at), bytes.slice(at))).toEqual([
        ['a', ''],
        [long, '\xff\n'],
      ])
    }
    expect(await read(2)).toEqual([])
  })

  test('an answer that ends within a row is an error, also when an error message follows the rows', async () => {
    await expect(read(2, '\x01a')).rejects.toThrow(/within a row/)
    await expect(read(2, '\x01a\x01bCode: 241. DB::Exception')).rejects.toThrow(/within a row/)
  })
})
