import { readFileSync } from 'node:fs'
import { isRow, listIn, numberOf, numbersOf, rowOf, textOf } from '../../../dev/vectors/src/document.ts'

/** A parsed JSON file, named relative to the test folder. */
export function documentAt(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))
}

/** One value of another program: the function, where it was evaluated, what came out. */
export interface OracleCase {
  readonly f: string
  readonly at: readonly number[]
  readonly value: number
}

/** The cases of an oracle file, grouped by function. */
export function oracleCases(path: string): ReadonlyMap<string, readonly OracleCase[]> {
  const cases = listIn(rowOf(documentAt(path))['cases']).filter(isRow)
  const read = cases.map((row) => ({
    f: textOf(row['f'], '?'),
    at: numbersOf(row['at'], 'at'),
    value: numberOf(row['value'], 'value'),
  }))
  return Map.groupBy(read, ({ f }) => f)
}
