import { close, isRow, numeric, rowOf, type Row } from './document.ts'

const RELATIVE = 1e-7
const NEARLY_ZERO = 1e-12

/**
 * Whether `got` has everything that `expected` names: numbers within the vector's tolerance (one number, or one per
 * name; relative 1e-7 where none is stated), the rest as it is.
 */
export function agrees(got: Row, expected: Row, tolerance: unknown): boolean {
  const names = Object.keys(expected)
  return (
    names.length > 0 && names.every((name) => same(got[name], expected[name], toleranceFor(name, tolerance)))
  )
}

function toleranceFor(name: string, tolerance: unknown): number | undefined {
  if (typeof tolerance === 'number') return tolerance
  const table = rowOf(tolerance)
  const own = name.startsWith('ci') ? (table[name] ?? table['ci']) : table[name]
  return typeof own === 'number' ? own : undefined
}

function same(got: unknown, expected: unknown, tolerance: number | undefined): boolean {
  const number = numeric(expected)
  if (number !== undefined) return sameNumber(got, number, tolerance)
  if (Array.isArray(expected)) {
    return (
      Array.isArray(got) &&
      got.length === expected.length &&
      expected.every((item, i) => same(got[i], item, tolerance))
    )
  }
  if (isRow(expected)) {
    return Object.entries(expected).every(([key, value]) => same(rowOf(got)[key], value, tolerance))
  }
  return got === expected || (expected === null && got === undefined)
}

function sameNumber(got: unknown, expected: number, tolerance: number | undefined): boolean {
  const value = numeric(got)
  const slack = tolerance ?? Math.abs(expected) * RELATIVE + NEARLY_ZERO
  return value !== undefined && close(value, expected, slack)
}
