import type { Size } from './model.ts'

/** A release to show: which model is the candidate, and how it must end. */
export interface Scenario {
  readonly name: string
  readonly title: string
  readonly candidate: Size
  /** A sound candidate is promoted, swapped in and let through the gate; any other is stopped at each of them. */
  readonly sound: boolean
}

/** How one step of a release ended, and how it should have. */
export interface StepEnded {
  readonly step: string
  readonly decision: string
  readonly expected: string
  readonly seconds: number
  /** What a person wants to know of it, in a few words. */
  readonly told: string
  readonly log: string
}

export interface Ended {
  readonly scenario: Scenario
  readonly pull: number
  readonly requests: number
  readonly steps: readonly StepEnded[]
}

export function asItShould({ decision, expected }: StepEnded): boolean {
  return decision === expected
}
