import { CsvReader, readCsvTable, type CsvRow } from '@sluice/action'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

function rowsIn(pieces: readonly string[], comments = false) {
  const rows: CsvRow[] = []
  const problems: string[] = []
  const reader = new CsvReader((line, problem) => problems.push(`${line}: ${problem}`), { comments })
  for (const piece of pieces) reader.read(piece, false, (row) => rows.push(row))
  reader.read('', true, (row) => rows.push(row))
  return { rows, problems }
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

describe('CSV', () => {
  test('what is written by RFC 4180 is read back, however it is cut into pieces', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', '#', 'é') })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 })
    fc.assert(
      fc.property(table, fc.array(fc.nat(40)), fc.constantFrom('\n', '\r\n'), (given, cuts, end) => {
        const text = given.map((row) => row.map(quoted).join(',') + end).join('')
        const pieces: string[] = []
        let at = 0
        for (const cut of cuts) pieces.push(text.slice(at, (at += cut)))
        pieces.push(text.slice(at))
        const { rows, problems } = rowsIn(pieces)
        expect(problems).toEqual([])
        expect(rows.map(({ cells }) => cells)).toEqual(given)
      }),
      { numRuns: 500 },
    )
  })

  test('plain cells keep their blanks; blank lines and the byte order mark are left out', () => {
    const { rows } = rowsIn(['\uFEFFa,b\r\n\r\n', ' 1 ,\n', '2,3'])
    expect(rows).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: [' 1 ', ''] },
      { line: 4, cells: ['2', '3'] },
    ])
  })

  test('a row knows its first line although cells hold line ends', () => {
    expect(rowsIn(['a,b\n"x\ny",1\nz,2\n']).rows.map(({ line }) => line)).toEqual([1, 2, 4])
  })

  test('comments are left out where they are asked for, quotes in them included', () => {
    expect(rowsIn(['# it is "so\na,#b\n'], true)).toEqual({
      rows: [{ line: 2, cells: ['a', '#b'] }],
      problems: [],
    })
    expect(rowsIn(['#a,b\n']).rows).toEqual([{ line: 1, cells: ['#a', 'b'] }])
  })

  test.each([
    ['a"b,c\n', '1: has a quote inside a cell that does not begin with one'],
    ['"a" b,c\n', '1: has text behind a closing quote'],
    ['x,y\n"a,c\nd', '2: has a quote that is never closed'],
  ])('%j: the bad quote is noted with its line', (text, problem) => {
    expect(rowsIn([text]).problems).toEqual([problem])
  })

  test('a table has trimmed names and cells, and notes rows of another length', () => {
    const problems: string[] = []
    const { columns, rows } = readCsvTable('a , b\n1, 2 \n3\n', (line, problem) =>
      problems.push(`${line}: ${problem}`),
    )
    expect(columns).toEqual(['a', 'b'])
    expect(rows.map(({ cells }) => [...cells])).toEqual([
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ])
    expect(problems).toEqual(['3: has 1 cells, the header has 2'])
  })
})
