import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  keyText,
  Paths,
  patternMeant,
  patternText,
  readPath,
  readPattern,
  type PathNode,
} from '@sluice/shadow'

/** A step into a document: a key, or `null` into an element. */
type Into = string | null

function at(paths: Paths, steps: readonly Into[]): PathNode {
  return steps.reduce(
    (node, step) => (step === null ? paths.element(node) : paths.child(node, step)),
    paths.root,
  )
}

function covers(pattern: string, steps: readonly Into[]): boolean {
  return at(new Paths({ ignore: [pattern], tolerance: [], unordered: [], caseless: [] }), steps).ignored
}

/** What must match or must not, as the pattern and the steps to the place. */
const MATCHES: readonly (readonly [string, readonly Into[], boolean])[] = [
  ['map.*', ['map', '12'], true],
  ['map.*', ['map', '550e8400-e29b-41d4-a716-446655440000'], true],
  ['map.*', ['map', 'a.b["c"]'], true],
  ['map.*', ['map', ''], true],
  ['map.*', ['map', 'x', 'y', null], true],
  ['map.*', ['map'], false],
  ['map.*', ['map', null], false],
  ['map.*', ['maps', 'x'], false],
  ['items[*]', ['items', null, 'x'], true],
  ['items[*]', ['items', '*'], false],
  ['items["*"]', ['items', '*'], true],
  ['items["*"]', ['items', 'x'], false],
  ['*.price', ['book', 'price'], true],
  ['*.price', ['price'], false],
  ['["a.b"].**', ['a.b', 'c'], true],
  ['["a.b"].**', ['a.b', null], true],
  ['["a.b"].**', ['a.b'], false],
  ['["a.b"].**', ['a', 'b', 'c'], false],
  ['a.**.z', ['a', 'z'], true],
  ['a.**.z', ['a', null, 'odd key', 'z', 'w'], true],
  ['a.**.z', ['z'], false],
  ['**.id', ['id'], true],
  ['**.id', ['odd key', null, null, 'id'], true],
  ['**.id', ['x.id'], false],
  ['**.id', ['a', 'uuid'], false],
  ['**[*].x', ['a', null, 'x'], true],
  ['**[*].x', ['a', 'x'], false],
  ['**.id.id', ['id', 'id', 'id'], true],
  ['**["a b"].c', ['x', 'a b', 'c'], true],
  ['headers["content-type"]', ['headers', 'content-type'], true],
  ['headers.content-type', ['headers', 'content-type'], true],
  ['map.12', ['map', '12'], true],
  ['map["12"]', ['map', '12'], true],
  ['map.12', ['map', null], false],
  ['headers.x-*', ['headers', 'x-id'], true],
  ['headers.x-*', ['headers', 'X'], false],
  ['*_at', ['updated_at'], true],
  ['*_at', ['_at'], true],
  ['a*b*a', ['aba'], true],
  ['a*b*a', ['ab'], false],
  ['a*a', ['a'], false],
  ['user', ['user', 'name'], true],
  ['user', ['username'], false],
  ['$', ['anything', null], true],
  ['["$"].m', ['$', 'm'], true],
  ['a.$.m', ['a', '$', 'm'], true],
  ['**', ['x'], true],
]

describe('a pattern', () => {
  test.each(MATCHES)('%s means %j or what is inside it: %s', (pattern, steps, expected) => {
    expect(covers(pattern, steps)).toBe(expected)
  })

  const key = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 5 }),
    fc.string({
      unit: fc.constantFrom('a', 'b', '.', '[', ']', '"', '*', '\\', '$', ' ', ','),
      maxLength: 4,
    }),
    fc.constantFrom('a', 'b', '*', '**', '[*]', '$', '', '12', '__proto__', '\ud800', '\n'),
  )
  const places = fc.array(key, { minLength: 1, maxLength: 4 })

  test('that is written as the path of a place means it and what is inside, and nothing else', () => {
    fc.assert(
      fc.property(places, places, (mine, other) => {
        const text = mine.reduce(keyText, '')
        expect(readPath(text)).toEqual(mine)
        expect(patternText(readPattern(text) ?? [])).toBe(text)
        const inside = mine.every((step, k) => other[k] === step)
        expect(covers(text, other)).toBe(inside)
        expect(covers(text, [...mine, ...other])).toBe(true)
        expect(covers(text, [...mine, null])).toBe(true)
        expect(covers(text, mine.slice(0, -1))).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })

  test('matches as a plain search of all ways to read it does', () => {
    const into = fc.constantFrom<Into>('a', 'b', 'a.b', null)
    const written = fc.constantFrom('a', '["b"]', '["a.b"]', '*', '**', '[*]')
    fc.assert(
      fc.property(
        fc.array(written, { minLength: 1, maxLength: 5 }),
        fc.array(into, { minLength: 1, maxLength: 6 }),
        (steps, place) => {
          const text = steps.map((step, k) => (k === 0 || step.startsWith('[') ? step : `.${step}`)).join('')
          fc.pre(steps[0] !== '[*]')
          const expected = place.some((_, k) => fits(steps, place.slice(0, k + 1)))
          expect(covers(text, place)).toBe(expected)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('is followed without trying every combination, however many depths it has and however deep the place', () => {
    const pattern = `${'**.'.repeat(2000)}a*b.${'**.x.'.repeat(500)}nowhere`
    const began = performance.now()
    expect(covers(pattern, Array<Into>(300).fill('x'))).toBe(false)
    expect(covers(`${'a*'.repeat(5000)}b`, ['a'.repeat(20_000)])).toBe(false)
    expect(performance.now() - began).toBeLessThan(20_000)
  })

  test.each([
    ['[', undefined],
    ['"', undefined],
    ['a..b', undefined],
    ['a[b', undefined],
    ['a**', undefined],
    ['[*].x', undefined],
    ['["\\x"]', undefined],
    ['["a"]b', undefined],
    ['$.m', 'm'],
    ['$..id', '**.id'],
    ['$["odd key"][0]', '["odd key"][*]'],
    ['.m', 'm'],
    ['a.', 'a'],
    ['items[0].x', 'items[*].x'],
    ['items[].x', 'items[*].x'],
    ['items.[*].x', 'items[*].x'],
    ['a[b]', 'a.b'],
    ["headers['content-type']", 'headers.content-type'],
    ['["a[0]"].', '["a[0]"]'],
    ['["a"]. b', undefined],
  ])('is not %s', (text, meant) => {
    expect(readPattern(text)).toBeUndefined()
    expect(patternMeant(text)).toBe(meant)
  })
})

/** The second opinion: tries every number of steps that `**` may stand for. */
function fits([first, ...rest]: readonly string[], place: readonly Into[]): boolean {
  if (first === undefined) return place.length === 0
  if (first === '**') {
    const least = rest.length === 0 ? 1 : 0
    return [...place, null].some((_, taken) => taken >= least && fits(rest, place.slice(taken)))
  }
  const [into, ...inside] = place
  return into !== undefined && takes(first, into) && fits(rest, inside)
}

function takes(step: string, into: Into): boolean {
  if (into === null) return step === '[*]'
  return step === '*' || step === into || step === `["${into}"]`
}
