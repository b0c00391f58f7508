import { isRecord, jsonSchemaOf, nearestName, Problems, s, type Schema } from '@sluice/schema'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const schema = s.object(
  {
    name: s.words,
    kind: s.oneOf(['proportion', 'count']),
    weight: s.usually(s.between(0, Infinity, 'a number above 0'), 1),
  },
  {
    notes: s.listOf(s.text),
    arm: s.variants('kind', {
      scalar: s.object({ kind: s.literal('scalar'), value: s.number }),
      values: s.object({ kind: s.literal('values'), values: s.listOf(s.orNull(s.number), 1) }),
    }),
  },
)

function problemsOf(data: unknown, within: Schema<unknown> = schema): readonly string[] {
  const problems = new Problems()
  const value = within.read(data, 'policy', problems)
  expect(value === s.UNREAD).toBe(problems.list.length > 0)
  return problems.lines()
}

describe('reading', () => {
  test('returns the value with what is usual where a member is missing', () => {
    expect(schema.read({ name: ' errors ', kind: 'count' }, '', new Problems())).toEqual({
      name: 'errors',
      kind: 'count',
      weight: 1,
    })
  })

  test('tells every problem at once, with its path, what is accepted, what was given and the nearest spelling', () => {
    expect(
      problemsOf({
        name: '  ',
        kind: 'cuont',
        weihgt: 2,
        notes: ['a', 7],
        arm: { kind: 'values', values: [1, 'x'] },
      }),
    ).toEqual([
      'policy.name must be text, got " "',
      'policy.kind must be one of proportion, count, got "cuont"; did you mean count?',
      'policy.notes[1] must be text, got 7',
      'policy.arm.values[1] must be a finite number, got "x"',
      'policy.weihgt is not a known name; did you mean weight? known are name, kind, weight, notes, arm',
    ])
  })

  test('a member that an object inherits is no member', () => {
    const inherited: unknown = Object.create({ name: 'a', kind: 'count' })
    expect(problemsOf(inherited)).toHaveLength(2)
    expect(problemsOf({ name: 'a', kind: 'count', arm: { kind: 'constructor' } })).toHaveLength(1)
  })

  test('keeps fifty problems and no more', () => {
    expect(problemsOf({ name: 'a', kind: 'count', notes: Array(1000).fill(0) })).toHaveLength(50)
  })

  test('quotes at most eighty characters on one line', () => {
    const [line = ''] = problemsOf({ name: 'a', kind: 'x\n'.repeat(500) })
    expect(line.length).toBeLessThan(200)
    expect(line).not.toContain('\n')
  })
})

describe('the JSON Schema', () => {
  const accepts = new Ajv({ allowUnionTypes: true }).compile(jsonSchemaOf(schema, 'test'))

  test('accepts what is read and refuses what is not', () => {
    const member = fc.constantFrom<unknown>(
      'a',
      '',
      1,
      -1,
      0,
      null,
      true,
      [],
      ['a'],
      [1],
      'count',
      'proportion',
    )
    const arm = fc.record(
      { kind: fc.constantFrom('scalar', 'values', 'other'), value: member, values: member },
      { requiredKeys: [] },
    )
    const data = fc.record(
      {
        name: member,
        kind: member,
        weight: member,
        notes: member,
        arm: fc.oneof(member, arm),
        other: member,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(data, (given) => {
        expect(accepts(given)).toBe(problemsOf(given).length === 0)
      }),
      { numRuns: 2_000 },
    )
  })
})

test.each([
  ['ulr', 'url'],
  ['marign', 'margin'],
  ['Token', 'token'],
  ['scrape_interval', 'scrape-interval'],
  ['zzz', undefined],
])('%s: the nearest known name is %s', (given, near) => {
  expect(nearestName(given, ['url', 'margin', 'token', 'scrape-interval', 'name'])).toBe(near)
})

test('only JSON objects are records', () => {
  expect([{}, [], null, 'a', 1, undefined].map(isRecord)).toEqual([true, false, false, false, false, false])
})
