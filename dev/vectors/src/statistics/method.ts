import { numberOf, numbersOf, type Row } from '../document.ts'

/** One method of the statistics vectors: how to compute it, and what its `expected` really claims. */
export interface StatisticsMethod {
  readonly run: (input: Row) => unknown
  /** Where a file's claim is not the plain value: the claim to hold `got` against. */
  readonly claim?: (expected: unknown, got: unknown, input: Row) => unknown
}

export type MethodTable = Readonly<Record<string, StatisticsMethod>>

/** A number of the input by its name; an error when it is missing. */
export function num(input: Row, name: string): number {
  return numberOf(input[name], name)
}

/** A number of the input, or what stands for it when absent. */
export function numOr(input: Row, name: string, fallback: number): number {
  return input[name] === undefined || input[name] === null ? fallback : num(input, name)
}

/** A list of numbers of the input. */
export function nums(input: Row, name: string): readonly number[] {
  return numbersOf(input[name], name)
}
