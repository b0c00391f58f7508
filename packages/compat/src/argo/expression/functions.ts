import { argoFunctions } from './argo-functions.ts'
import { closureFunctions } from './closure-functions.ts'
import type { ConditionFunction } from './condition-function.ts'
import { numberFunctions } from './number-functions.ts'
import { textFunctions } from './text-functions.ts'

/** Every function a condition may call. */
export const functions: ReadonlyMap<string, ConditionFunction> = new Map<string, ConditionFunction>([
  ...numberFunctions,
  ...textFunctions,
  ...closureFunctions,
  ...argoFunctions,
])
