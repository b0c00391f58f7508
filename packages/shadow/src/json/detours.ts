import type { OnDifference } from './compare.ts'
import type { PathNode } from './paths.ts'

/** Where two containers end, or undefined when one of them is broken. */
export type Ends = readonly [number, number] | undefined

/** What the walk leaves to others; both take where the two containers stand and return where they end. */
export interface Detours {
  readonly differ: OnDifference
  readonly members: (node: PathNode, aAt: number, bAt: number) => Ends
  readonly elements: (node: PathNode, aAt: number, bAt: number) => Ends
}
