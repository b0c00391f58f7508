import type { StatusText } from './status.ts'

/** A record as the store keeps it; ids ascend in the order of creation. */
export interface StoredRecord {
  readonly id: number
  readonly sha: string
  readonly payload: unknown
  /** Epoch milliseconds. */
  readonly createdAt: number
}

export interface StoredStatus extends Omit<StatusText, 'state'> {
  readonly id: number
  readonly state: string
}

/**
 * Where the records of one service in one environment are kept: GitHub's deployments, or a file. Every method rejects
 * within its own deadline when the store cannot be reached; a write that rejected may have happened. Lists may lag.
 */
export interface RecordStore {
  readonly create: (record: {
    readonly sha: string
    readonly payload: Readonly<Record<string, unknown>>
    readonly description: string
  }) => Promise<{ readonly id: number; readonly createdAt: number }>
  /** The newest hundred, in any order. */
  readonly list: () => Promise<readonly StoredRecord[]>
  /** Returns the address as the store keeps it, which shows whether fragments survive. `withinMs` limits the wait. */
  readonly addStatus: (
    id: number,
    status: StatusText,
    withinMs?: number,
  ) => Promise<{ readonly id: number; readonly logUrl: string }>
  /** All statuses of a record, in any order; ids ascend in the order in which they were written. */
  readonly listStatuses: (id: number) => Promise<readonly StoredStatus[]>
  /**
   * Text that a later run may need beside a record, such as what a metric source has settled. Without it that run asks for
   * everything again. Undefined where the store has no room for it.
   */
  readonly memory?: {
    readonly read: (id: number) => Promise<string | undefined>
    readonly write: (id: number, text: string | undefined) => Promise<void>
  }
  /** Whether this `RUN.ATTEMPT` has ended; undefined where nobody can tell. */
  readonly runIsOver: (run: string) => Promise<boolean | undefined>
}
