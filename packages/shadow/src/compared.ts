import type { Comparison } from './comparison.ts'
import type { Conduct } from './details/details.ts'
import type { ComparisonInput } from './inputs/comparison-of.ts'
import type { SummaryData } from './tally/encode.ts'
import type { ShadowSummary } from './tally/summary.ts'

/** What was compared, how, and what came out. */
export interface Compared {
  /** What is judged by: of a merge what its shards were given, too. */
  readonly asked: ComparisonInput
  readonly comparison: Comparison
  readonly summary: ShadowSummary
  readonly conduct: Conduct
  /** Set when this was only a part of the whole, to be added to the others before anything is judged. */
  readonly part: SummaryData | undefined
}
