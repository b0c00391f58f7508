import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compared, differencesOf } from './worlds.ts'

describe('what counts as a difference', () => {
  test.each([
    ['{"a":1}', '{"a":2}', ['d.a value']],
    ['{"a":1}', '{"a":"1"}', ['d.a type']],
    ['{"a":1,"b":2}', '{"b":2}', ['d.a missing']],
    ['{"b":2}', '{"a":1,"b":2}', ['d.a extra']],
    ['[1,2,3]', '[1,2]', ['d length']],
    ['[1,2,3]', '[1,9,8]', ['d[*] value']],
    ['[{"p":1},{"p":2}]', '[{"p":1},{"p":3}]', ['d[*].p value']],
    ['{"odd key":1}', '{"odd key":2}', ['d["odd key"] value']],
    ['null', 'false', ['d type']],
    ['{"__proto__":1}', '{"__proto__":2}', ['d.__proto__ value']],
    ['9007199254740993', '9007199254740992', ['d value']],
  ])('%s against %s is %j', (a, b, expected) => {
    expect(differencesOf(a, b)).toEqual(expected)
  })

  test.each([
    ['1', '1.0'],
    ['100', '1e2'],
    ['-0', '0'],
    ['"\\u0041"', '"A"'],
    ['"\\/"', '"/"'],
    ['{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['{ "a" : [ 1 , 2 ] }', '{"a":[1,2]}'],
  ])('%s and %s are the same', (a, b) => {
    expect(differencesOf(a, b)).toEqual([])
  })

  test('ignored places, at any depth, do not count', () => {
    expect(
      differencesOf('{"t":1,"x":{"t":1,"y":1}}', '{"t":2,"x":{"t":2,"y":2}}', { ignore: '**.t' }),
    ).toEqual(['d.x.y value'])
  })

  test('tolerances are absolute, relative or in representable numbers', () => {
    const words = { tolerance: 'd.a: 0.1\nd.b: 1%\nd.c: 2 ulp' }
    expect(
      differencesOf('{"a":1,"b":100,"c":0.3}', '{"a":1.1,"b":100.9,"c":0.30000000000000004}', words),
    ).toEqual([])
    expect(differencesOf('{"a":1,"b":100,"c":0.3}', '{"a":1.2,"b":102,"c":0.31}', words)).toHaveLength(3)
  })

  test('unordered arrays match by key, or by value where there is none', () => {
    const words = { unordered: 'd by id' }
    expect(
      differencesOf('[{"id":1,"v":1},{"id":2,"v":2}]', '[{"id":2,"v":3},{"id":1,"v":1}]', words),
    ).toEqual(['d[*].v value'])
    expect(differencesOf('[3,1,1]', '[1,3,3]', { unordered: 'd' })).toEqual(['d[*] value'])
    expect(differencesOf('[3,1]', '[1,3,7]', { unordered: 'd' })).toEqual(['d[*] extra'])
  })

  test('rules hold within the elements of unordered arrays', () => {
    expect(differencesOf('[{"t":[1,2]},{"t":[3]}]', '[{"t":[3]},{"t":[2,1]}]', { unordered: '**' })).toEqual(
      [],
    )
    expect(
      differencesOf('[{"k":1,"ts":5},{"k":2,"ts":6}]', '[{"k":1,"ts":7},{"k":2,"ts":8}]', {
        unordered: 'd',
        ignore: 'd[*].ts',
      }),
    ).toEqual([])
    expect(differencesOf('[1000,2000]', '[1001,2001]', { unordered: 'd', tolerance: 'd: 1%' })).toEqual([])
    expect(differencesOf('[{"k":1},{"k":2}]', '[{"k":1},{"k":3}]', { unordered: 'd' })).toEqual([
      'd[*].k value',
    ])
  })

  test('a comma too many, or a number that begins with a zero, is never the same', () => {
    const whole = '{"id":1,"a":1,"b":[1,2]}'
    for (const broken of ['{"id":1,"b":[1,2],"a":1,}', '{"b":[1,2],"id":1,"a":1,,}']) {
      const { compared: pairs, broken: told } = compared([`${whole}\n`, `${broken}\n`])
      expect([broken, pairs, told]).toEqual([broken, 0, 1])
    }
    expect(differencesOf('[1,2]', '[1,2,]')).not.toEqual([])
    expect(differencesOf('1', '01')).not.toEqual([])
  })
})

/** JSON.parse and a plain walk, as a second opinion: the paths that differ, indices left out. */
function walked(a: unknown, b: unknown, path: string, out: Set<string>): void {
  if (Object.is(a, b) || (a === 0 && b === 0)) return
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) out.add(path)
    a.slice(0, b.length).forEach((item, i) => walked(item, b[i], `${path}[*]`, out))
  } else if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const at = `${path}/${key}`
      if (!Object.hasOwn(a, key) || !Object.hasOwn(b, key)) out.add(at)
      else walked(a[key], b[key], at, out)
    }
  } else out.add(path)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

test('comparing bytes finds the same places as parsing and walking, on any two documents', () => {
  const json = fc.jsonValue({ maxDepth: 4 })
  fc.assert(
    fc.property(json, json, fc.constantFrom(0, 1, 2), (a, b, indent) => {
      const expected = new Set<string>()
      walked(a, b, '', expected)
      const found = new Set(
        differencesOf(JSON.stringify(a), JSON.stringify(b, null, indent).replaceAll('\n', ' ')).map((line) =>
          line.replace(/ \w+$/, ''),
        ),
      )
      expect(found.size).toBe(expected.size)
    }),
    { numRuns: 1000 },
  )
})

test('a small change anywhere in a document is found and nothing else is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { minLength: 1, maxLength: 12 }),
      fc.nat(),
      (items, at) => {
        const changed = items.map((item, i) => (i === at % items.length ? { was: item } : item))
        const names = (list: readonly unknown[]): string =>
          JSON.stringify(Object.fromEntries(list.map((item, i) => [`k${i}`, item])))
        const found = new Set(
          differencesOf(names(items), names(changed)).map((line) => line.split(/[ .[]/)[1]),
        )
        expect([...found]).toEqual([`k${at % items.length}`])
      },
    ),
    { numRuns: 500 },
  )
})

describe('hostile files', () => {
  const good = (id: number): string => `{"id":${id},"v":${id}}`
  const total = (texts: readonly (string | Buffer)[]): number => {
    const { compared: pairs, broken, tooDeep, lost } = compared(texts)
    return (
      2 * (pairs + broken + tooDeep) +
      lost.slice(0, 2).reduce((sum, arm) => sum + Object.values(arm).reduce((a, b) => a + b, 0), 0)
    )
  }

  test.each([
    ['a truncated line', `${good(1)}\n{"id":2,"v":`, `${good(1)}\n${good(2)}`, 4],
    [
      'a line cut the same way in both',
      `${good(1)}\n{"id":2,"v":{"a":1`,
      `${good(1)}\n{"id":2,"v":{"a":1`,
      4,
    ],
    ['mixed line ends and blank lines', `${good(1)}\r\n\n\r\n${good(2)}\n`, `${good(2)}\n${good(1)}\r\n`, 4],
    ['no line end at the end', good(1), good(1), 2],
    ['an empty file', '', good(1), 1],
    ['both empty', '', '\n\n', 0],
    ['no id', '{"v":1}\n', '{"id":null}\n', 2],
    ['a repeated id', `${good(1)}\n${good(1)}\n`, `${good(1)}\n`, 3],
    ['repeated keys', '{"id":1,"a":1,"a":2}', '{"id":1,"a":1,"a":3}', 2],
    ['not an object', '[1]\n7\n"x"\n', '', 3],
  ])('%s: every record is compared or counted', (_, a, b, records) => {
    expect(total([a, b])).toBe(records)
  })

  test('invalid UTF-8 is compared as bytes', () => {
    const line = (byte: number): Buffer =>
      Buffer.concat([Buffer.from('{"id":1,"v":"'), Buffer.from([byte]), Buffer.from('"}\n')])
    expect(compared([line(0xff), line(0xfe)]).paths.get('v')?.kinds.value).toBe(1)
    expect(compared([line(0xff), line(0xff)]).compared).toBe(1)
  })

  test('five thousand levels are compared, and more than ten thousand are counted', () => {
    const deep = (levels: number, value: number): string =>
      `{"id":1,"v":${'['.repeat(levels)}${value}${']'.repeat(levels)}}\n`
    expect(compared([deep(5000, 1), deep(5000, 2)]).any.alone).toBe(1)
    expect(compared([deep(20_000, 1), deep(20_000, 2)]).tooDeep).toBe(1)
  })

  test('records beyond the limit are counted and what follows is still compared', () => {
    const long = `{"id":1,"v":"${'x'.repeat(3_000_000)}"}\n${good(2)}\n`
    const summary = compared([long, long], { 'max-record': '1' })
    expect(summary.compared).toBe(1)
    expect(summary.lost[0]?.oversized).toBe(1)
    expect(compared([long, long]).compared).toBe(2)
  })

  test('random bytes never crash, hang or lose a line', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        '"',
        '\\',
        ':',
        ',',
        '\n',
        '\r\n',
        '{"id":1',
        '"id":2}',
        'true',
        '-',
        '1e9',
        '\u0000',
        '__proto__',
      ),
      fc.string({ maxLength: 6 }),
      fc.nat(20).map((id) => `${good(id)}\n`),
    )
    const file = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
    const records = (text: string): number =>
      text.split('\n').filter((line) => /[^\u0000-\u0020]/.test(line)).length
    fc.assert(
      fc.property(file, file, (a, b) => {
        expect(total([a, b])).toBe(records(a) + records(b))
      }),
      { numRuns: 1200 },
    )
  })
})
