/** Loose reading of vector documents: what is missing reads as absent, and a vector that needs it fails by name. */
export type Row = Readonly<Record<string, unknown>>

export function isRow(data: unknown): data is Row {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

export function rowOf(data: unknown): Row {
  return isRow(data) ? data : {}
}

export function listIn(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : []
}

const SPELLED: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['+Infinity', Infinity],
  ['-Infinity', -Infinity],
])

/** A number, with NaN and infinities spelled as text; anything else is not one. */
export function numeric(data: unknown): number | undefined {
  return typeof data === 'number' ? data : SPELLED.get(data)
}

/** A number that must be there. */
export function numberOf(data: unknown, what: string): number {
  const value = numeric(data)
  if (value === undefined) throw new Error(`${what} must be a number, got ${JSON.stringify(data)}`)
  return value
}

export function numbersOf(data: unknown, what: string): readonly number[] {
  if (!Array.isArray(data)) throw new Error(`${what} must be a list of numbers`)
  return data.map((item, i) => numberOf(item, `${what}[${i}]`))
}

export function textOf(data: unknown, fallback: string): string {
  return typeof data === 'string' ? data : fallback
}

/** Whether `got` is `expected` within an absolute `tolerance`, or to the last few bits where none is stated. */
export function close(got: number, expected: number, tolerance: number): boolean {
  if (Object.is(got, expected) || got === expected) return true
  const slack = Math.max(tolerance, Math.abs(expected) * 1e-12)
  return Math.abs(got - expected) <= slack
}
