import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Picker } from '../../../../packages/shadow/src/json/pick.ts'
import { Trail } from '../../../../packages/shadow/src/json/trail.ts'

const scalar = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
)
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ at: scalar, deep: fc.record({ at: scalar }) }, { requiredKeys: [] }),
)
/** Few keys, so that many records are written alike, and some are not. */
const record = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'q"', 'at'), value), {
  maxLength: 4,
  selector: ([key]) => key,
})

function text(
  members: readonly (readonly [string, unknown])[],
  style: 'compact' | 'spaced' | 'mixed',
): string {
  const document = Object.fromEntries(members)
  if (style === 'spaced') return JSON.stringify(document, null, 1).replaceAll('\n', ' ')
  const compact = JSON.stringify(document)
  // Only some values have a space before them.
  return style === 'mixed' ? compact.replaceAll(/:(?=\d)/g, ': ') : compact
}

describe('a trail', () => {
  test('leads to where reading finds the value, or says nothing', () => {
    let followed = 0
    fc.assert(
      fc.property(
        fc.array(fc.tuple(record, fc.constantFrom('compact', 'spaced', 'mixed')), {
          minLength: 2,
          maxLength: 8,
        }),
        fc.constantFrom(['at'], ['a', 'deep', 'at']),
        fc.nat({ max: 3 }),
        (records, path, cut) => {
          const trail = new Trail()
          const picker = new Picker([path])
          for (const [members, style] of records) {
            const line = Buffer.from(`xx${text(members, style)}`)
            const end = line.length - (cut === 0 ? 3 : 0)
            const at = trail.find(line, 2, end)
            picker.pick(line, 2, end)
            const [start = -1] = picker.ranges
            if (at >= 0) followed++
            if (at >= 0 && start >= 0) expect(at).toBe(start)
            // A value that is cut off is none to a reader; the trail leads to where it begins.
            if (at >= 0 && start < 0) expect(end).toBeLessThan(line.length)
            if (start >= 0) trail.learn(line, 2, start)
          }
        },
      ),
      { numRuns: 2000 },
    )
    // The trail is of use in records that are written alike.
    expect(followed).toBeGreaterThan(50)
  })

  test('crosses strings, numbers and words that differ, and no escapes or other keys', () => {
    const trail = new Trail()
    const find = (line: string): number => trail.find(Buffer.from(line), 0, Buffer.byteLength(line))
    const first = '{"id":"a","n":[1,true],"status":200}'
    trail.learn(Buffer.from(first), 0, first.indexOf('200'))
    expect(find('{"id":"other","n":[-2.5e3,null],"status":404}')).toBe(41)
    expect(find('{"id":"","n":[0,0],"status":"x"}')).toBe(28)
    for (const other of [
      '{"id":"a\\"","n":[1,true],"status":200}',
      '{"id":"a","m":[1,true],"status":200}',
      '{"id":"a","n":[1,true,2],"status":200}',
      '{"id":"a","n":1,"status":200}',
      '{"id":{},"n":[1,true],"status":200}',
      '{"id":"a","n":[1,true],"status":',
      '{"id":"a","n":[1,true],"status": 200}',
      '',
    ])
      expect(find(other)).toBe(-1)
  })

  test('is not remembered where it is too long', () => {
    const trail = new Trail()
    for (const line of [`{"${'k'.repeat(300)}":1,"at":2}`, `{"a":[${'1,'.repeat(9)}1],"at":2}`]) {
      trail.learn(Buffer.from(line), 0, line.lastIndexOf('2'))
      expect(trail.find(Buffer.from(line), 0, line.length)).toBe(-1)
    }
  })
})
