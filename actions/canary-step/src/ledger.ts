import type { Rung } from './plan.ts'
import type { RolloutPlan } from './record.ts'

/** Where a rollout's beginning and its rungs are kept, so that a later job can continue it. */
export interface Ledger {
  readonly deploymentId: string
  readonly plan: RolloutPlan
  /** The rungs climbed before this job, oldest first; empty for a rollout that begins now. */
  readonly rungs: readonly Rung[]
  /** Notes that the router holds a new weight since `from`. */
  readonly climbed: (rung: Rung) => Promise<void>
  /** Notes that this job ends undecided and that any later one may continue. */
  readonly held: (weight: number) => Promise<void>
  /** Closes the rollout. `success` is also what makes the candidate the environment's active deployment. */
  readonly ended: (state: 'success' | 'failure' | 'error', description: string) => Promise<void>
  /** Throws `ROLLOUT_TAKEN_OVER` when another run has continued this rollout since; it must then be left alone. */
  readonly stillOurs: () => Promise<void>
}

/** A ledger that lasts as long as this job: for runs without a token, and forks, whose tokens may write nothing. */
export function ephemeralLedger(plan: RolloutPlan): Ledger {
  const nothing = async (): Promise<void> => await Promise.resolve()
  return {
    deploymentId: '',
    plan,
    rungs: [],
    climbed: nothing,
    held: nothing,
    ended: nothing,
    stillOurs: nothing,
  }
}
