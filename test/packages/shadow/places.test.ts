import { describe, expect, test } from 'vitest'
import { asked, compared, differencesOf, ndjson } from './worlds.ts'

/** What is said of inputs that are refused, a line for each problem. */
function refusals(words: Readonly<Record<string, string>>): readonly string[] {
  try {
    asked(words)
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split('\n')
  }
  return []
}

describe('places in rules', () => {
  test('are the same however they are readSpelled, and are copied from reports as they stand there', () => {
    const { ignore, tolerance, unordered, slices } = asked({
      ignore: 'headers["content-type"], map["12"]\nmap.12, ["a, b"].c, **["x"]',
      tolerance: 'a["b"]: 1%\n["odd: 1"]: 0.5',
      unordered: '["odd list"] by ["odd key"]\norders[*]["items"] by sku',
      slices: 'headers["x-region"], ["a,b"]',
    })
    expect(ignore).toEqual(['headers.content-type', 'map["12"]', 'map["12"]', '["a, b"].c', '**.x'])
    expect(tolerance.map(({ path }) => path)).toEqual(['a.b', '["odd: 1"]'])
    expect(unordered).toEqual([
      { path: '["odd list"]', by: '["odd key"]' },
      { path: 'orders[*].items', by: 'sku' },
    ])
    expect(slices).toEqual([['headers', 'x-region'], ['a,b']])
  })

  test('that are none are all refused at once, with what was probably meant', () => {
    const problems = refusals({
      ignore: '$.m, ok.*, items[0].x\n[',
      tolerance: 'a.: 1%\nprice: 1%\n.b: 2%',
      unordered: 'tags[\nitems by $.sku',
      slices: '$.region, **.x',
      label: 'a..b',
      kind: '{ classification: { prediction: $.label } }',
      'pair-by': "headers['x-id'].",
    })
    expect(problems.map((line) => /^(.+?): .*, got (.*)$/.exec(line)?.slice(1).join(' '))).toEqual([
      'pair-by "headers[\'x-id\']."; was `headers.x-id` meant?',
      'kind "$.label"; was `label` meant?',
      'ignore "$.m"; was `m` meant?',
      'ignore "items[0].x"; was `items[*].x` meant?',
      'ignore "["',
      'tolerance "a.: 1%"; was `a` meant?',
      'tolerance ".b: 2%"; was `b` meant?',
      'unordered "tags["',
      'unordered "items by $.sku"; was `sku` meant?',
      'label "a..b"',
      'slices "$.region"; was `region` meant?',
      'slices "**.x"',
    ])
    expect(problems[2]).toBe(
      'ignore: must be place such as `user.name`, `items[*].price` or `["odd key"]`, where `*` is any key and `**` any depth, got "$.m"; was `m` meant?',
    )
  })

  test('with odd keys are ignored and tolerated like any other', () => {
    const map = (by: number): string =>
      JSON.stringify({ '12': 1 + by, '550e8400-e29b': 1 + by, 'a.b': { c: 1 + by }, list: [1 + by] })
    expect(differencesOf(map(0), map(1))).toHaveLength(4)
    expect(differencesOf(map(0), map(1), { ignore: 'd.*' })).toEqual([])
    expect(differencesOf(map(0), map(1), { tolerance: 'd.*: 1' })).toEqual([])
    expect(differencesOf(map(0), map(1), { ignore: 'd["a.b"].**, d.12, d.list[*]' })).toEqual([
      'd["550e8400-e29b"] value',
    ])
  })

  test('of tolerances that both hold: the first counts', () => {
    const words = (tolerance: string) => ({ tolerance })
    expect(differencesOf('{"a":1}', '{"a":2}', words('d: 5\nd.a: 0.1'))).toEqual([])
    expect(differencesOf('{"a":1}', '{"a":2}', words('d.a: 0.1\nd: 5'))).toEqual(['d.a value'])
  })

  test('of arrays within arrays, or of any array, say that order means nothing', () => {
    const a = '[{"items":[{"sku":1,"n":1},{"sku":2,"n":2}]}]'
    const b = '[{"items":[{"sku":2,"n":2},{"sku":1,"n":9}]}]'
    expect(differencesOf(a, b, { unordered: 'd[*]["items"] by sku' })).toEqual(['d[*].items[*].n value'])
    expect(differencesOf(a, b, { unordered: '**.items by sku' })).toEqual(['d[*].items[*].n value'])
    expect(differencesOf(`{"odd list":${a}}`, `{"odd list":${b}}`, { unordered: 'd["odd list"]' })).toEqual([
      'd["odd list"][*].items[*].sku value',
      'd["odd list"][*].items[*].n value',
    ])
    expect(differencesOf('{"a":[1,2],"b":[[3]]}', '{"a":[2,1],"b":[[3]]}', { unordered: '**' })).toEqual([])
  })

  test('mean as much where differences are named as Diffy names them', () => {
    const arms = (by: number): string =>
      ndjson([
        {
          id: 1,
          a: { c: by, d: by },
          items: [{ price: by }],
          map: { '12': by },
          deep: [{ list: [{ id: by }] }],
        },
      ])
    const paths = (ignore: string): readonly string[] =>
      [...compared([arms(0), arms(1)], { noise: 'diffy', ignore }).paths.keys()].map((path) =>
        path.replace('.PrimitiveDifference', ''),
      )
    expect(paths('none')).toEqual(['a.c', 'a.d', 'items.price', 'map.values', 'deep.list.id'])
    expect(paths('a["c"], items[*].price, **.list[*].id, map.*')).toEqual(['a.d'])
    expect(paths('**.d, item, items.*.x, map')).toEqual(['a.c', 'items.price', 'deep.list.id'])
  })

  test('do not confuse a key named $ with the record itself', () => {
    const record = (by: number): string => ndjson([{ id: 1, $: { m: by } }])
    expect([...compared([record(0), record(1)]).paths.keys()]).toEqual(['["$"].m'])
    expect([...compared([record(0), record(1)], { ignore: '["$"].m' }).paths.keys()]).toEqual([])
  })
})
