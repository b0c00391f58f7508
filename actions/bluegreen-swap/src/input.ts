import type { Values } from '@sluice/action'
import type { inputs } from './inputs.ts'

/** What this action was asked to do. */
export type Input = Values<typeof inputs>
