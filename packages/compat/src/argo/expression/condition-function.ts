import type { Type } from './types.ts'

/** What a function sees: its arguments, and for the closure functions the closure, item by item. */
export interface Call {
  readonly args: readonly unknown[]
  readonly each: (item: unknown, index: number) => unknown
  readonly result: unknown
}

/** A function of the condition language: how many arguments, what it returns for which types, and what it does. */
export interface ConditionFunction {
  readonly least: number
  readonly most: number
  /** The second argument is evaluated per item of the first. */
  readonly closure: boolean
  readonly check: (args: readonly Type[]) => Type
  readonly run: (call: Call) => unknown
}

type Check = ConditionFunction['check']
type Run = (args: readonly unknown[]) => unknown

/** A function of exactly `count` arguments that looks at nothing else. */
export function plainFunction(check: Check, run: Run, count = 1): ConditionFunction {
  return { least: count, most: count, closure: false, check, run: ({ args }) => run(args) }
}

/** A check that returns one type whatever it is given. */
export function always(type: Type): Check {
  return () => type
}
