import { describe, expect, test } from 'vitest'
import { mutationsOf } from '../../scripts/mutants/mutations.ts'

function mutated(text: string): readonly string[] {
  return mutationsOf('a.ts', text).map(
    ({ start, end, replacement }) => `${text.slice(0, start)}${replacement}${text.slice(end)}`,
  )
}

describe('mutants', () => {
  test.each([
    ['const a = b < c', ['const a = b <= c']],
    ['const a = b === c && d', ['const a = b === c || d', 'const a = b !== c && d']],
    ['const a = b ? c : d', ['const a = !(b) ? c : d']],
    ['call()', [';']],
    ['if (a) throw b', ['if (!(a)) throw b', ';']],
    ["const a = 'b' + c", []],
    ['type A = B extends C ? D : E', []],
    ['const a: B<C> = d', []],
  ])('of %s', (text, expected) => expect(mutated(text)).toEqual(expected))

  test('say where they are', () => {
    expect(mutationsOf('a.ts', 'const a = 1\nconst b = a > 2')[0]?.what).toBe('line 2: ">" becomes ">="')
  })
})
