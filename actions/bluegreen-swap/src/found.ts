import type { Parity } from '@sluice/swap'
import type { Evidence } from '@sluice/verdict'
import type { WatchStage } from './driver.ts'
import type { Round } from './rounds.ts'

/** What this run has found out so far; the verdict is made of it. */
export interface Found {
  checks: readonly Evidence[]
  sharedAfter: readonly Evidence[]
  looked: readonly Evidence[]
  parity: Parity | undefined
  stage: WatchStage | undefined
  /** Why the previous colour would serve nobody. */
  homeProblem: string | undefined
  /** Sentences for the report. */
  readonly notes: string[]
  /** Moves of a rehearsal. */
  readonly rounds: Round[]
}

export function nothingFound(): Found {
  return {
    checks: [],
    sharedAfter: [],
    looked: [],
    parity: undefined,
    stage: undefined,
    homeProblem: undefined,
    notes: [],
    rounds: [],
  }
}
