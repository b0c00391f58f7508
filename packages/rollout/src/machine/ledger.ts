import type { Mark, SwapPlan } from './plan.ts'

/** One swap as its record tells it: what it set out to do, and what has happened, oldest first. */
export interface Entry {
  readonly id: string
  readonly plan: SwapPlan
  readonly marks: readonly Mark[]
  /** Someone set the record inactive by hand: whatever it says, it is over. */
  readonly closed: boolean
}

/** Keeps the records of one environment and service. Every method rejects when the keeper can't be reached. */
export interface Ledger {
  /** Every record, newest first. */
  readonly list: (signal: AbortSignal) => Promise<readonly Entry[]>
  readonly open: (plan: SwapPlan, signal: AbortSignal) => Promise<Entry>
  readonly mark: (id: string, plan: SwapPlan, mark: Mark, signal: AbortSignal) => Promise<void>
  /** Sets every other record of this environment and service inactive; doing it again changes nothing. */
  readonly release: (id: string, signal: AbortSignal) => Promise<void>
}
