import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textOpener } from '../../../packages/shadow/src/json/open-texts.ts'
import { pairingHints } from '../../../packages/shadow/src/inputs/pairing-hints.ts'
import { asked, compared, ndjson } from './worlds.ts'

function opened(record: string, ...patterns: readonly string[]): string {
  return textOpener(patterns)(Buffer.from(record)).toString('utf8')
}

describe('texts that hold JSON', () => {
  test.each([
    ['a value', String.raw`{"id":1,"m":"{\"a\":1.50}"}`, ['m'], '{"id":1,"m":{"a":1.50}}'],
    ['base64', '{"m":"eyJhIjoxfQ=="}', ['m'], '{"m":{"a":1}}'],
    ['base64url without padding', '{"m":"eyJhIjoiw78_In0"}', ['m'], '{"m":{"a":"ÿ?"}}'],
    ['elements', String.raw`{"r":[{"b":"[1]"},{"b":"x"}]}`, ['r[*].b'], '{"r":[{"b":[1]},{"b":"x"}]}'],
    [
      'texts within texts',
      JSON.stringify({ m: JSON.stringify({ n: JSON.stringify({ a: 1 }) }) }),
      ['m', 'm.n'],
      '{"m":{"n":{"a":1}}}',
    ],
    ['nothing elsewhere', String.raw`{"m":"[1]","n":"[1]"}`, ['n'], '{"m":"[1]","n":[1]}'],
    ['no text that is none', '{"m":"plain","n":7,"o":null}', ['m', 'n', 'o'], '{"m":"plain","n":7,"o":null}'],
    ['no record that is none', '{"m":"[1]"', ['m'], '{"m":"[1]"'],
    ['line ends', String.raw`{"m":"{\n\"a\":1\r\n}"}`, ['m'], '{"m":{ "a":1 }}'],
  ])('opens %s', (_, record, patterns, expected) => {
    expect(opened(record, ...patterns)).toBe(expected)
  })

  test('whatever they hold is what is read, on one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, packed) => {
        const text = JSON.stringify(value)
        const written = packed && text.length > 20 ? Buffer.from(text).toString('base64') : text
        const record = opened(JSON.stringify({ before: 1.0, m: written, after: [written] }), 'm')
        expect(record).not.toContain('\n')
        expect(JSON.parse(record)).toEqual({ before: 1, m: JSON.parse(text), after: [written] })
      }),
    )
  })
})

describe('when nothing pairs', () => {
  const hints = (primary: readonly object[], candidate: readonly object[]): readonly string[] => {
    const summary = compared([ndjson(primary), ndjson(candidate)])
    const lines = (records: readonly object[]) => records.map((record) => Buffer.from(JSON.stringify(record)))
    return pairingHints(asked(), lines(primary), lines(candidate), summary)
  }
  const many = Array.from({ length: 20 }, (_, k) => k)

  test('a field of the same values in both logs is named, before one that only differs in each', () => {
    const [line] = hints(
      many.map((k) => ({ n: k, request: { id: `a${k}` }, at: `2026-01-01T00:00:${10 + k}Z`, price: k / 3 })),
      many.map((k) => ({ n: k, request: { id: `a${k}` }, at: `2026-01-01T00:00:${10 + k}Z`, price: k / 3 })),
    )
    expect(line).toContain('`pair-by: request.id`')
  })

  test('ids that are texts in one log and numbers in the other are said to be so', () => {
    const [line] = hints(
      many.map((id) => ({ id: String(id), a: 1 })),
      many.map((id) => ({ id, a: 1 })),
    )
    expect(line).toContain('`id` is a text in the primary and a number in the candidate')
  })

  test('no field is named that comes twice', () => {
    const [line] = hints(
      many.map((k) => ({ user_id: k % 7 })),
      many.map((k) => ({ user_id: k % 7 })),
    )
    expect(line).toContain('no other field looks like an id')
  })

  test('nothing is said where records pair', () => {
    const records = many.map((id) => ({ id, key: `k${id}` }))
    expect(hints(records, records)).toEqual([])
  })
})

describe('keys without case', () => {
  const words = { caseless: '**.headers' }
  const differs = (a: object, b: object, more = {}): readonly string[] => {
    const [first, second] = [a, b].map((headers) => ndjson([{ id: 1, headers }]))
    return [...compared([first ?? '', second ?? ''], { ...words, ...more }).paths.keys()]
  }

  test('are one key, in any order and at any depth', () => {
    expect(differs({ ETag: 1, 'X-A': 2 }, { 'x-a': 2, etag: 1 })).toEqual([])
    expect(differs({ ETag: 1 }, { etag: 2 })).toEqual(['headers.etag'])
    expect(differs({ ETag: 1, B: 1 }, { etag: 1 })).toEqual(['headers.b'])
    const deep = [{ a: [{ headers: { A: 1 } }] }, { a: [{ headers: { a: 1 } }] }]
    const [first = '', second = ''] = deep.map((each) => ndjson([{ id: 1, ...each }]))
    expect(compared([first, second], words).any.alone).toBe(0)
  })

  test('rules name them in any case', () => {
    expect(differs({ Date: 1 }, { date: 2 }, { ignore: 'headers.Date' })).toEqual([])
    expect(differs({ 'X-Time': 1 }, { 'x-time': 2 }, { ignore: 'headers.X-*' })).toEqual([])
  })

  test('values inside keep theirs', () => {
    expect(differs({ a: { B: 1 } }, { A: { b: 1 } })).toEqual(['headers.a.B', 'headers.a.b'])
  })
})
