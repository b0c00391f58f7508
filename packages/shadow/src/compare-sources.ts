import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { touchingFiles, UserError } from '@sluice/action'
import type { Compared } from './compared.ts'
import type { Surroundings } from './engines/contract.ts'
import { ENGINES } from './engines/registry.ts'
import type { ShadowInput } from './inputs/fields.ts'
import { unfitRequirements } from './inputs/unfit-requirements.ts'
import type { ComparisonSource } from './sources/contract.ts'
import { logs } from './sources/logs.ts'
import { parts } from './sources/parts.ts'
import { replay } from './sources/replay.ts'

const SOURCES: readonly ComparisonSource[] = [logs, replay, parts]

/**
 * Compares whatever the inputs name: logs, a replay of requests, or parts that other jobs have counted. A file that
 * cannot be read or written on the way is a `UserError`.
 */
export async function compareSources(input: ShadowInput, around: Surroundings): Promise<Compared> {
  const source = sourceOf(input)
  const where = around.tempDir
  const hint = `Logs must be readable, and what is unpacked or sorted goes to ${where}, which needs room for it.`
  return await touchingFiles({ what: 'comparing', where, hint }, async () => {
    // Unpacked logs and answers to a replay hold what users wrote: they are gone when the work is done, or has failed.
    const tempDir = mkdtempSync(join(where, 'sluice-'))
    try {
      return await source.compare(input, { ...around, tempDir })
    } finally {
      rmSync(tempDir, { recursive: true, force: true })
    }
  })
}

/** The one source that the inputs name. Throws a `UserError` with all that does not go together. */
function sourceOf(input: ShadowInput): ComparisonSource {
  const asked = SOURCES.filter(({ isAsked }) => isAsked(input))
  const [source] = asked
  const one = source !== undefined && asked.length === 1
  const problems = [
    ...(one ? [] : [`give either ${SOURCES.map(({ needs }) => needs).join(', or ')}`]),
    ...asked.flatMap((each) => each.problems(input)),
    ...engineProblems(input),
    // What the parts were asked is in them.
    ...(asked.includes(parts) ? [] : unfitRequirements(input)),
  ]
  if (one && problems.length === 0) return source
  throw new UserError(
    'NOTHING_TO_COMPARE',
    problems.join('\n'),
    'Give what is missing. docs/shadow.md describes the inputs.',
  )
}

/** Which of the inputs the engine cannot do. */
function engineProblems(input: ShadowInput): readonly string[] {
  const { splits, hasSettings } = ENGINES[input.engine]
  return [
    ...(splits || input.shard === undefined ? [] : ['engine: shares the work by itself; leave shard out']),
    ...(hasSettings || Object.keys(input['engine-settings']).length === 0
      ? []
      : [`engine-settings: engine ${input.engine} has none`]),
  ]
}
