import type { Values } from '@sluice/inputs'
import { UserError } from '@sluice/inputs'
import type { Io } from '@sluice/runner'
import {
  compareLogs,
  comparisonOf,
  findFiles,
  firstRecord,
  openLog,
  type Comparison,
  type Summary,
} from '@sluice/shadow'
import type { inputs } from './inputs.ts'

export type Input = Values<typeof inputs>

/** What was compared, how, and what came out. */
export interface Compared {
  readonly comparison: Comparison
  readonly summary: Summary
  readonly window: { readonly from: number; readonly to: number }
}

/** Compares the logs that the inputs name. */
export async function compare(input: Input, io: Io): Promise<Compared> {
  const from = io.now()
  if (input.primary.length === 0 || input.candidate.length === 0) {
    throw new UserError(
      'NOTHING_TO_COMPARE',
      'primary and candidate: both must name files',
      'Give both logs.',
    )
  }
  const folder = io.facts.workspace
  const arms = [
    findFiles(input.primary, folder, 'primary'),
    findFiles(input.candidate, folder, 'candidate'),
    ...(input.secondary.length === 0 ? [] : [findFiles(input.secondary, folder, 'secondary')]),
  ]
  const comparison = comparisonOf(input, firstRecord(arms[0] ?? []))
  const logs = arms.map(openLog)
  const summary = compareLogs(
    logs.map(({ log }) => log),
    comparison,
  )
  for (const log of logs) log.close()
  return { comparison, summary, window: { from, to: io.now() } }
}
