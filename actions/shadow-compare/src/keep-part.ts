import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathFrom, reportFolder, writingReports } from '@sluice/publish'
import type { Exit, Io } from '@sluice/action'
import { comparisonPart, partName, recordAnswers, type PartFile } from '@sluice/shadow'
import { surroundings, type Input, type Watched } from './compare.ts'
import type { outputs } from './inputs.ts'

/** A shard judges nothing: it writes what it has counted for the job that merges, and fails the step only where it cannot. */
export async function keepPart(
  input: Input,
  { asked, comparison, conduct, part }: Watched,
  io: Io,
): Promise<Exit<(typeof outputs)[number]>> {
  const { shard } = input
  const folder = await reportFolder(io.facts.workspace, input['report-dir'])
  const path = join(folder, partName(shard ?? { index: 0, count: 1 }))
  const shown = pathFrom(io.facts.workspace, path)
  if (part !== undefined) {
    const kept: PartFile = { asked: comparisonPart(asked), settings: comparison, data: part }
    await writingReports(folder, async () => await writeFile(path, JSON.stringify(kept)))
  }
  // Adding up the parts keeps counts only.
  for (const sentence of conduct.said) io.log.info(sentence)
  io.log.info(`${part?.compared ?? 0} pairs counted in ${shown}`)
  return unjudged('part_written', shown)
}

/** Records the answers of the primary before it is updated in place: nothing is judged. */
export async function keepRecording(
  input: Input & { readonly record: string },
  io: Io,
  script: URL,
): Promise<Exit<(typeof outputs)[number]>> {
  const { files, said } = await recordAnswers(input, surroundings(io, script))
  for (const sentence of said) io.log.info(sentence)
  for (const file of files) io.log.info(`answers recorded in ${pathFrom(io.facts.workspace, file)}`)
  return unjudged('answers_recorded', '')
}

/** What a step puts out that judges nothing. */
function unjudged(reason: string, part: string): Exit<(typeof outputs)[number]> {
  return {
    outputs: {
      outcome: 'inconclusive',
      decision: 'undecided',
      reason,
      verdict: '',
      report: '',
      'check-url': '',
      'comment-url': '',
      'deployment-id': '',
      part,
    },
  }
}
