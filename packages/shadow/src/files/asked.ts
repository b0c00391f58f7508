import type { Values } from '@sluice/action'
import type { Comparison } from '../comparison.ts'
import type { Conduct } from '../details/details.ts'
import type { RunProgram } from '../duckdb/compare.ts'
import type { ComparisonInput } from '../inputs/comparison-of.ts'
import type { comparisonInputs, replayInputs, sourceInputs } from '../inputs/fields.ts'
import type { World } from '../replay/send.ts'
import type { SummaryData } from '../tally/encode.ts'
import type { Summary } from '../tally/summary.ts'

export type ShadowInput = Values<typeof comparisonInputs & typeof sourceInputs & typeof replayInputs>

/** Where the work is done and with what. */
export interface Surroundings extends World {
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

/** What was compared, how, and what came out. */
export interface Compared {
  /** What is judged by: of a merge what its shards were given, too. */
  readonly asked: ComparisonInput
  readonly comparison: Comparison
  readonly summary: Summary
  readonly conduct: Conduct
  /** Set when this was only a part of the whole, to be added to the others before anything is judged. */
  readonly part: SummaryData | undefined
}
