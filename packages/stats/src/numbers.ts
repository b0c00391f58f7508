import { demand } from './errors.ts'

/** Any readable row of numbers: an array, a Float64Array, a slice of one. */
export type Numbers = ArrayLike<number>

/** The number at `index`, NaN beyond the end; lets hot loops read typed arrays without a branch of their own. */
export function at(values: Numbers, index: number): number {
  return values[index] ?? NaN
}

/** Sum with the rounding error carried along (Neumaier), so that counts and weights add up in any order. */
export function sum(values: Numbers): number {
  let total = 0
  let carried = 0
  for (let i = 0; i < values.length; i++) {
    const value = at(values, i)
    const next = total + value
    carried += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return Number.isFinite(carried) ? total + carried : total
}

/** Value of the polynomial whose coefficients run from the highest power to the constant. */
export function polynomial(coefficients: Numbers, x: number): number {
  let value = 0
  for (let i = 0; i < coefficients.length; i++) value = value * x + at(coefficients, i)
  return value
}

/** Raises a StatsError with the first offender unless there are values and all of them are finite. */
export function demandFinite(values: Numbers, name: string): void {
  demand(values.length > 0, () => `${name} must hold at least one value, got none`)
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(at(values, i)))
      demand(false, () => `${name} must hold finite numbers only, got ${values[i]} at position ${i}`)
  }
}

/** Raises a StatsError unless the counts are finite and at least 0; answers their sum. */
export function demandCounts(counts: Numbers, name: string): number {
  demand(counts.length > 0, () => `${name} must hold at least one count, got none`)
  for (let i = 0; i < counts.length; i++) {
    const count = at(counts, i)
    if (!(Number.isFinite(count) && count >= 0))
      demand(false, () => `${name} must hold finite counts of at least 0, got ${count} at position ${i}`)
  }
  return sum(counts)
}
