import { isRow, numeric, rowOf } from './document.ts'

/** Numbers agree when within either of the two; with neither given they must be equal. */
export interface Tolerance {
  readonly rel?: number
  readonly abs?: number
}

const TINY_P = 1e-12

/** A tolerance as a vector file states it; anything unreadable counts as none. */
export function toleranceOf(data: unknown): Tolerance {
  const { rel, abs } = rowOf(data)
  return { ...(typeof rel === 'number' && { rel }), ...(typeof abs === 'number' && { abs }) }
}

function isProbability(name: string): boolean {
  return name === 'p' || name === 'sf' || name === 'cdf' || name.startsWith('p_')
}

function numbersMatch(got: number, expected: number, { rel, abs }: Tolerance, name: string): boolean {
  if (Object.is(got, expected) || got === expected) return true
  if (!Number.isFinite(got) || !Number.isFinite(expected)) return false
  // Below a millionth of a millionth an absolute tolerance would let anything pass, so logs are compared.
  if (isProbability(name) && expected > 0 && expected < TINY_P) {
    const log = Math.log(expected)
    return got > 0 && Math.abs(Math.log(got) - log) <= Math.max(rel ?? 0, 1e-12) * Math.abs(log)
  }
  const off = Math.abs(got - expected)
  return (abs !== undefined && off <= abs) || (rel !== undefined && off <= rel * Math.abs(expected))
}

/**
 * Whether `got` holds all that `expected` claims, in lists and tables too; a null claims nothing (the source had
 * no value), and `got` may hold more than was claimed. NaN and infinities may be spelled as text.
 */
export function matches(got: unknown, expected: unknown, tolerance: Tolerance, name = ''): boolean {
  if (expected === null) return true
  const number = numeric(expected)
  if (number !== undefined) {
    const value = numeric(got)
    return value !== undefined && numbersMatch(value, number, tolerance, name)
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return false
    return expected.every((item, i) => matches(got[i], item, tolerance, name))
  }
  if (!isRow(expected)) return got === expected
  return (
    isRow(got) && Object.entries(expected).every(([key, claim]) => matches(got[key], claim, tolerance, key))
  )
}
