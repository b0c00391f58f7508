import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { touchingFiles, UserError } from '@sluice/action'
import type { Compared } from './compared.ts'
import { costOf } from './details/cost.ts'
import type { Surroundings } from './engines/contract.ts'
import { ENGINES } from './engines/registry.ts'
import type { Comparison } from './comparison.ts'
import { comparisonOf } from './inputs/comparison-of.ts'
import type { ShadowInput } from './inputs/fields.ts'
import { pairingHints } from './inputs/pairing-hints.ts'
import { pathText } from './inputs/path-text.ts'
import { caseHints, textHints } from './inputs/spelling-hints.ts'
import { unfitRequirements } from './inputs/unfit-requirements.ts'
import { unmatchedPlaces } from './inputs/unmatched-places.ts'
import { addParts } from './sources/merge-parts.ts'
import { replayRequests } from './sources/replay.ts'
import { encodeSummary } from './tally/encode.ts'

/**
 * Compares whatever the inputs name: logs, a replay of requests, or parts that other jobs have counted. A file that
 * cannot be read or written on the way is a `UserError`.
 */
export async function compareSources(input: ShadowInput, around: Surroundings): Promise<Compared> {
  refuseMixtures(input)
  const where = around.tempDir
  const hint = `Logs must be readable, and what is unpacked or sorted goes to ${where}, which needs room for it.`
  return await touchingFiles({ what: 'comparing', where, hint }, async () => {
    // Unpacked logs and answers to a replay hold what users wrote: they are gone when the work is done, or has failed.
    const tempDir = mkdtempSync(join(where, 'sluice-'))
    try {
      return input.merge.length > 0
        ? addParts(input, around.folder)
        : await compareRecords(input, { ...around, tempDir })
    } finally {
      rmSync(tempDir, { recursive: true, force: true })
    }
  })
}

/** Compares the records of logs, or of the answers to a replay. */
async function compareRecords(input: ShadowInput, around: Surroundings): Promise<Compared> {
  const { records, replayed, said } =
    input.requests.length > 0
      ? await replayRequests(input, around)
      : { records: await ENGINES[input.engine].open(input, around), replayed: undefined, said: [] }
  const comparison = comparisonOf(input, records.samples)
  const summary = await records.compare(comparison)
  const { shard } = input
  return {
    asked: input,
    comparison,
    summary,
    conduct: {
      cost: costOf(summary, input.prices, replayed),
      said: [
        ...said,
        ...answerSaid(comparison, input),
        ...pairingHints(input, records.samples, records.others ?? [], summary),
        ...caseHints(summary),
        ...textHints(records.samples, summary),
        ...unmatchedPlaces({ ...input, kind: { ...input.kind, ...comparison.model } }, records.samples),
      ],
    },
    part:
      shard === undefined ? undefined : encodeSummary(summary, comparison, [[shard.index + 1, shard.count]]),
  }
}

/** Where predictions were found though no input names the place. */
function answerSaid({ model }: Comparison, { kind }: ShadowInput): readonly string[] {
  const [asked, read] = [kind.prediction, model?.prediction ?? kind.prediction].map(pathText)
  return asked === read || asked === undefined
    ? []
    : [`kind: no record has \`${asked}\`, so \`${read}\` is read as the prediction.`]
}

/** Refuses inputs that do not go together, all of them at once. */
function refuseMixtures(input: ShadowInput): void {
  const logs = input.primary.length > 0 && input.candidate.length > 0
  const isRecorded = input.primary.length > 0 || input['primary-url'] !== undefined
  const urls = isRecorded && input['candidate-url'] !== undefined
  const ways = [logs, input.requests.length > 0, input.merge.length > 0].filter(Boolean).length
  const { splits, reads, hasSettings } = ENGINES[input.engine]
  const problems = [
    ...(ways === 1
      ? []
      : [
          'give either primary and candidate, or requests with candidate-url and primary-url (or recorded primary), or merge',
        ]),
    ...(input.requests.length > 0 && !urls
      ? ['requests: primary-url and candidate-url must say where to send them']
      : []),
    ...(splits || input.shard === undefined ? [] : ['engine: shares the work by itself; leave shard out']),
    ...(splits || input.requests.length === 0
      ? []
      : [`engine: ${input.engine} compares ${reads}; leave requests out`]),
    ...(input.merge.length > 0 ? [] : unfitRequirements(input)),
    ...(hasSettings || Object.keys(input['engine-settings']).length === 0
      ? []
      : [`engine-settings: engine ${input.engine} has none`]),
  ]
  if (problems.length > 0)
    throw new UserError('NOTHING_TO_COMPARE', problems.join('\n'), 'See docs/shadow.md for the ways in.')
}
