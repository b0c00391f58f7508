import { describe, expect, test } from 'vitest'
import {
  decimal,
  duration,
  flag,
  httpUrl,
  linesOf,
  listOf,
  mapOfText,
  oneOf,
  percent,
  text,
  Unacceptable,
  wholeNumber,
  yamlOf,
  type Field,
} from '@sluice/action'

const cases: readonly (readonly [
  string,
  Field<unknown>,
  readonly (readonly [string, unknown])[],
  readonly string[],
])[] = [
  [
    'flag',
    flag(),
    [
      ['true', true],
      ['false', false],
    ],
    ['yes', 'True', '1', 'on'],
  ],
  [
    'wholeNumber',
    wholeNumber({ min: 1, max: 100 }),
    [
      ['1', 1],
      ['100', 100],
    ],
    ['0', '101', '1.5', 'abc', '1e2', ''],
  ],
  [
    'decimal',
    decimal({ min: 0, max: 1 }),
    [
      ['.5', 0.5],
      ['1e-3', 0.001],
    ],
    ['1.1', '-0.1', 'NaN', 'Infinity', '0x1'],
  ],
  [
    'percent',
    percent({ min: 0, max: 100 }),
    [
      ['95%', 0.95],
      ['0.5 %', 0.005],
    ],
    ['95', '101%', '-1%', '%', 'a%'],
  ],
  [
    'duration',
    duration(),
    [
      ['90s', 90_000],
      ['1h30m', 5_400_000],
      ['250ms', 250],
      ['1.5 m', 90_000],
    ],
    ['90', '5 minutes', 's', '-1s'],
  ],
  ['oneOf', oneOf(['a', 'b']), [['a', 'a']], ['A', 'c', 'a,b']],
  ['httpUrl', httpUrl(), [], ['ftp://x', 'localhost:80', 'javascript:alert(1)', '/path']],
  ['listOf', listOf(wholeNumber({ min: 1 })), [['1, 2\n3', [1, 2, 3]]], ['1, x', ',']],
  ['linesOf', linesOf(text()), [['sum(a, b)\n\n  c', ['sum(a, b)', 'c']]], ['\n']],
  [
    'mapOfText',
    mapOfText('settings'),
    [['a: 1\nb: true\nc: [x, y]', { a: '1', b: 'true', c: 'x\ny' }]],
    ['- a', 'a: b: c', 'just text'],
  ],
]

describe.each(cases)('%s', (_, field, accepted, refused) => {
  test('says what it accepts', () => expect(field.shape.length).toBeGreaterThan(3))
  test.each(accepted)('accepts %j', (given, value) => expect(field.parse(given)).toEqual(value))
  test.each(refused)('refuses %j instead of guessing', (given) => {
    expect(() => field.parse(given)).toThrow(Unacceptable)
  })
})

describe('yamlOf', () => {
  const anything = yamlOf('anything', (data) => data)
  test('tells where a mistake is', () => {
    expect(() => anything.parse('a: [1, 2')).toThrow(/line 1/)
  })
  test('refuses the same key twice, for one of them would be lost', () => {
    expect(() => anything.parse('a: 1\na: 2')).toThrow(Unacceptable)
  })
  test('survives an alias bomb', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefg'[i]}`).join(', ')}]`),
    ]
    expect(() => anything.parse(bomb.join('\n'))).toThrow()
  })
})
