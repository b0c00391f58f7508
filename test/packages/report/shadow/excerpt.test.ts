import { describe, expect, test } from 'vitest'
import { differsLater, excerpts } from '../../../../packages/report/src/shadow/excerpt.ts'

const long = 'abcdefghij'.repeat(10)

describe('excerpts of two values', () => {
  test('are the whole values where these are short', () => {
    expect(excerpts('"yes"', '"no"', 60)).toEqual(['"yes"', '"no"'])
    expect(excerpts('', 'x', 60)).toEqual(['', 'x'])
    expect(excerpts('', '', 60)).toEqual(['', ''])
  })

  test('show where long values first differ, both from the same place', () => {
    const [a, b] = excerpts(`${long}X${long}`, `${long}Y${long}`, 60)
    expect(a).toBe(`…${long.slice(-20)}X${long.slice(0, 37)}…`)
    expect(b).toBe(`…${long.slice(-20)}Y${long.slice(0, 37)}…`)
  })

  test('begin at the beginning where the difference is near', () => {
    const [a, b] = excerpts(`near X${long}`, `near Y${long}`, 60)
    expect([a.slice(0, 6), b.slice(0, 6)]).toEqual(['near X', 'near Y'])
    expect([a, b].map((text) => [...text].length)).toEqual([60, 60])
  })

  test('differ where one value is the beginning of the other', () => {
    const [a, b] = excerpts(long, `${long}${long}`, 60)
    expect(a).toBe(`…${long.slice(-20)}`)
    expect(b.startsWith(`…${long.slice(-20)}${long.slice(0, 30)}`)).toBe(true)
    expect(excerpts(`${long}${long}`, long, 60)).toEqual([b, a])
  })

  test('are the beginnings of values that are the same', () => {
    const [a, b] = excerpts(long, long, 60)
    expect(a).toBe(b)
    expect(a).toBe(`${long.slice(0, 59)}…`)
  })

  test.each([
    ['characters of two code units', '😀', '😁'],
    ['escapes', '\\u00e9', '\\u00e8'],
    ['short escapes', '\\n', '\\t'],
    ['escapes of two halves', '\\ud83d\\ude00', '\\ud83d\\ude01'],
    ['backslashes that are escaped', '\\\\', '\\"'],
  ])('cut no %s apart', (_, same, other) => {
    for (let before = 0; before < 70; before++) {
      for (const limit of [40, 41, 42, 43, 44, 45, 46, 47]) {
        const tail = same.repeat(50)
        const texts = [same, other].map(
          (unit) => `${'-'.repeat(before % 7)}${same.repeat(before)}${unit}${tail}`,
        )
        const shown = excerpts(texts[0] ?? '', texts[1] ?? '', limit)
        expect(shown[0]).not.toBe(shown[1])
        for (const text of shown) {
          expect([...text].length).toBeLessThanOrEqual(limit)
          expect(text.isWellFormed()).toBe(true)
          const inside = text.replaceAll('…', '').replace(/^-+/, '')
          expect(inside.replaceAll(same, '').replaceAll(other, '')).toBe('')
        }
      }
    }
  })

  test('are one line, whatever the values hold', () => {
    const [a] = excerpts(`a\nb\u202e${long}`, `a\nb\u202e${long}!`, 200)
    expect(a).toBe(`a b${long}`)
  })

  test('say when the values were cut before they differ', () => {
    expect(differsLater(`${long}…`, `${long}…`)).toBe(true)
    expect(differsLater(`${long}…`, `${long}!…`)).toBe(false)
    expect(differsLater('a text of 5 bytes', 'a text of 5 bytes')).toBe(false)
  })
})
