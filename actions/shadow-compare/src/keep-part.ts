import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Exit, Io } from '@sluice/runner'
import { comparisonPart, partName, type PartFile } from '@sluice/shadow'
import type { Input, Watched } from './compare.ts'
import type { outputs } from './inputs.ts'

/** A shard judges nothing: it writes what it has counted for the job that merges, and never fails the step. */
export function keepPart(
  input: Input,
  { asked, comparison, conduct, part }: Watched,
  io: Io,
): Exit<(typeof outputs)[number]> {
  const { shard } = input
  const folder = join(io.facts.workspace, input['report-dir'])
  const path = join(folder, partName(shard ?? { index: 0, count: 1 }))
  mkdirSync(folder, { recursive: true })
  if (part !== undefined)
    writeFileSync(
      path,
      JSON.stringify({ asked: comparisonPart(asked), settings: comparison, data: part } satisfies PartFile),
    )
  // Adding up the parts keeps counts only.
  for (const sentence of conduct.said) io.log.info(sentence)
  io.log.info(`${part?.compared ?? 0} pairs counted in ${relative(io.facts.workspace, path)}`)
  return {
    outputs: {
      outcome: 'inconclusive',
      decision: 'undecided',
      reason: 'part_written',
      verdict: '',
      report: '',
      'check-url': '',
      'comment-url': '',
      'deployment-id': '',
      part: relative(io.facts.workspace, path),
    },
  }
}
