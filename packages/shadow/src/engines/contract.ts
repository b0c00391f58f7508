import type { Comparison } from '../comparison.ts'
import type { ReplayIo } from '../replay/send.ts'
import type { ShadowSummary } from '../tally/summary.ts'

/** First records of a log that are looked into: the very first may be a failed request, or no record at all. */
export const SAMPLES = 200

/** Runs a program with arguments and a text on its standard input; rejects when it cannot be started. */
export type RunProgram = (
  command: string,
  args: readonly string[],
  input: string,
) => Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>

/** Where the work is done and with what. */
export interface Surroundings extends ReplayIo {
  readonly folder: string
  readonly tempDir: string
  readonly threads: number
  /** Module that serves threads, see `compareFiles`. */
  readonly script: URL
  readonly run: RunProgram
  /** Hides a secret wherever it might be logged. */
  readonly mask: (value: string) => void
  readonly progress?: (share: number) => void
}

/** Part `index` (from 0) of `count`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/** Two logs, or three where there is a repeat, as the inputs name them. */
export interface LogsInput {
  readonly primary: readonly string[]
  readonly candidate: readonly string[]
  readonly secondary: readonly string[]
  readonly shard: Shard | undefined
  readonly 'engine-settings': Readonly<Record<string, string>>
  /** Longest record, in megabytes. */
  readonly 'max-record': number
  /** Places whose texts are read as the JSON that they hold. */
  readonly parse: readonly string[]
}

/** Records of each arm, ready to be compared. */
export interface Records {
  /** Some first records of the primary, in which well-known measures are looked for. */
  readonly samples: readonly Buffer[]
  /** The same of the candidate, where records are paired by what stands in them. */
  readonly others?: readonly Buffer[]
  readonly compare: (comparison: Comparison) => Promise<ShadowSummary>
}

/**
 * What pairs and compares the records of two logs. All engines count the same; they differ in what they read and where
 * the work is done. A new one is a file beside this and a line in the registry.
 */
export interface ComparisonEngine {
  /** What `primary`, `candidate` and `secondary` name, for the message that refuses a replay. */
  readonly reads: string
  /** Whether it takes a part of the work with `shard`, and recorded requests. */
  readonly splits: boolean
  /** Whether it has `engine-settings`. */
  readonly hasSettings: boolean
  /** Opens the logs that the inputs name. Throws a `UserError` where names or settings are wrong. */
  readonly open: (input: LogsInput, around: Surroundings) => Promise<Records>
}

/** The longest record that inputs allow, in bytes. */
export function longestRecord(input: Pick<LogsInput, 'max-record'>): number {
  return Math.round(input['max-record'] * 1024 * 1024)
}
