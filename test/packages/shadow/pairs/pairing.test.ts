import { describe, expect, test } from 'vitest'
import { compared, oddRecords } from '../worlds.ts'

const counts = (texts: readonly string[]) => {
  const { compared: pairs, repeated, broken, lost, any } = compared(texts)
  return { pairs, repeated, broken, lost, any }
}

describe('pairing', () => {
  const records = oddRecords(3000)
  const log = `${records.join('\n')}\n`
  const again = records.filter((_, id) => id % 211 === 7).length
  const nameless = records.filter((_, id) => id % 211 !== 7 && id % 307 === 11).length

  test('of identical logs every record is compared once, and what cannot be is counted in every arm', () => {
    const found = counts([log, log, log])
    const blank = records.filter((line) => line === '  ').length
    const { duplicate, 'no-id': noId, unparsable, unmatched, oversized } = found.lost[0] ?? {}
    expect([duplicate, noId, unmatched, oversized]).toEqual([again, nameless, 0, 0])
    expect(found.lost[1]).toEqual(found.lost[0])
    expect(found.lost[2]).toEqual(found.lost[0])
    expect(found.pairs + found.broken + (unparsable ?? 0)).toBe(3000 - blank - again - nameless)
    expect(found.repeated).toBe(found.pairs)
  })

  test('where the logs begin to be identical, and where they stop, changes no count', () => {
    const whole = counts([log, log])
    const differing = (from: number, to: number): string =>
      `${records.map((line, id) => (id >= from && id < to && line.endsWith('"}') ? line.replace(/"}$/, '" }') : line)).join('\n')}\n`
    for (const [from, to] of [
      [0, 1],
      [0, 3000],
      [100, 900],
      [1500, 1501],
      [2999, 3000],
    ] as const) {
      expect(counts([log, differing(from, to)]), `records ${from} to ${to} readSpelled otherwise`).toEqual(
        whole,
      )
    }
  })

  test('logs in any order count the same as in one order', () => {
    const firsts = records.filter((line, id) => id % 211 !== 7 && line.endsWith('}'))
    const changed = firsts.map((line, id) => (id % 10 === 0 ? line.replace('"text"', '"other"') : line))
    const straight = counts([`${firsts.join('\n')}\n`, `${changed.join('\n')}\n`])
    expect(straight.any.alone).toBeGreaterThan(200)
    expect(counts([`${firsts.join('\n')}\n`, `${changed.reverse().join('\n')}\n`])).toEqual(straight)
  })

  test('an id that only begins like another is another', () => {
    const found = counts(['{"id":1}\n{"id":"a"}\n', '{"id":12}\n{"id":"a\\u0062"}\n'])
    expect([found.pairs, found.lost[0]?.unmatched, found.lost[1]?.unmatched]).toEqual([0, 2, 2])
  })
})
