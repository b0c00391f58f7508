import type { StoredConclusion } from './checks.ts'

/** The wait of one job before its environment: who has said what so far. */
export interface EnvironmentWait {
  readonly jobId: number
  readonly environment: string
  readonly deploymentId: number
  readonly startedAt: string
  reviewed: boolean
  /** Protection rule id to the App's answer. */
  readonly answers: Map<number, 'waiting' | 'approved'>
  /** Status comments sent per protection rule; GitHub takes ten. */
  readonly reports: Map<number, number>
  state: 'waiting' | 'open' | 'rejected'
}

export interface Review {
  readonly environments: readonly string[]
  readonly state: 'approved' | 'rejected' | 'pending'
  readonly user: string
  readonly comment: string
  /** Of the run. */
  readonly attempt: number
  readonly at: string
}

export interface StoredArtifact {
  readonly id: number
  readonly runId: number
  readonly name: string
  readonly content: Uint8Array
  readonly createdAt: string
  readonly expired: boolean
}

export interface StoredRun {
  readonly id: number
  readonly name: string
  readonly path: string
  readonly number: number
  readonly event: string
  readonly ref: string
  readonly branch: string
  readonly headSha: string
  readonly actor: string
  readonly suiteId: number
  readonly createdAt: string
  updatedAt: string
  attempt: number
  status: 'queued' | 'in_progress' | 'completed' | 'waiting'
  conclusion: StoredConclusion | null
  /** Those of the latest attempt. */
  gates: readonly EnvironmentWait[]
  readonly reviews: Review[]
}
