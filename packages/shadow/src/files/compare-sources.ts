import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { touchingFiles, UserError } from '@sluice/action'
import { costOf } from '../details/cost.ts'
import { comparisonOf } from '../inputs/comparison-of.ts'
import { mergedInput } from '../inputs/merged-input.ts'
import { unfitRequirements } from '../inputs/unfit-requirements.ts'
import { unmatchedPlaces } from '../inputs/unmatched-places.ts'
import { ownRequests } from '../replay/own-requests.ts'
import type { Replayed } from '../replay/replay.ts'
import { encodeSummary, type SummaryData } from '../tally/encode.ts'
import { noteUnanswered } from '../tally/unanswered.ts'
import type { Compared, ShadowInput, Surroundings } from './asked.ts'
import { findFiles } from './find-files.ts'
import { inClickHouse, inDuckDb } from './in-engine.ts'
import { logs, type ArmFiles } from './logs.ts'
import { mergeParts } from './merge-parts.ts'
import { compareFiles } from './parallel.ts'
import { readRequests, replayToFiles } from './replay-files.ts'
import { sampleRecords } from './sample.ts'
import { toNdjson } from './to-ndjson.ts'

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
      return await compareNamed(input, { ...around, tempDir })
    } finally {
      rmSync(tempDir, { recursive: true, force: true })
    }
  })
}

async function compareNamed(input: ShadowInput, around: Surroundings): Promise<Compared> {
  if (input.merge.length > 0) {
    const {
      comparison,
      summary,
      asked: shards,
    } = mergeParts(findFiles({ merge: input.merge }, around.folder).merge)
    const asked = mergedInput(input, shards, comparison)
    return {
      asked,
      comparison,
      summary,
      conduct: { cost: costOf(summary, asked.prices), said: [] },
      part: undefined,
    }
  }
  if (input.engine === 'clickhouse') return await inClickHouse(input, around)
  if (input.engine === 'duckdb') return await inDuckDb(input, around)
  const { arms, replayed } =
    input.requests.length > 0
      ? await replayRequests(input, around)
      : { arms: await logs(findLogs(input, around), around.tempDir), replayed: undefined }
  const samples = sampleRecords(arms[0] ?? [])
  const comparison = comparisonOf(input, samples)
  // A shard of a replay has sent its own requests only.
  const isWhole = input.shard === undefined || replayed !== undefined
  const options = { ...around, ...(isWhole ? {} : { shard: input.shard }) }
  const summary = await compareFiles(arms, comparison, options)
  for (const [why, count] of replayed?.lost ?? []) summary.unsent.set(why, count)
  if (replayed !== undefined) noteUnanswered(summary, replayed.unanswered, input.timeout)
  const parts: SummaryData['parts'] =
    input.shard === undefined ? [] : [[input.shard.index + 1, input.shard.count]]
  return {
    asked: input,
    comparison,
    summary,
    conduct: {
      cost: costOf(summary, input.prices, replayed),
      said: [
        ...(replayed === undefined ? [] : conductOf(replayed, input)),
        ...unmatchedPlaces(input, samples),
      ],
    },
    part: input.shard === undefined ? undefined : encodeSummary(summary, comparison, parts),
  }
}

function findLogs({ primary, candidate, secondary }: ShadowInput, { folder }: Surroundings): ArmFiles {
  return findFiles({ primary, candidate, secondary }, folder)
}

function refuseMixtures(input: ShadowInput): void {
  const logs = input.primary.length > 0 && input.candidate.length > 0
  const urls = input['primary-url'] !== undefined && input['candidate-url'] !== undefined
  const ways = [logs, input.requests.length > 0, input.merge.length > 0].filter(Boolean).length
  const problems = [
    ...(ways === 1
      ? []
      : ['give either primary and candidate, or requests with primary-url and candidate-url, or merge']),
    ...(input.requests.length > 0 && !urls
      ? ['requests: primary-url and candidate-url must say where to send them']
      : []),
    ...(input.engine !== 'node' && input.shard !== undefined
      ? ['engine: shares the work by itself; leave shard out']
      : []),
    ...(input.engine === 'clickhouse' && input.requests.length > 0
      ? ['engine: clickhouse compares tables; leave requests out']
      : []),
    ...(input.engine === 'duckdb' && input.requests.length > 0
      ? ['engine: duckdb compares logs; leave requests out']
      : []),
    ...(input.merge.length > 0 ? [] : unfitRequirements(input)),
    ...(input.engine === 'node' && Object.keys(input['engine-settings']).length > 0
      ? [`engine-settings: engine ${input.engine} has none`]
      : []),
  ]
  if (problems.length > 0)
    throw new UserError('NOTHING_TO_COMPARE', problems.join('\n'), 'See docs/shadow.md for the ways in.')
}

async function replayRequests(input: ShadowInput, around: Surroundings) {
  const { requests } = findFiles({ requests: input.requests }, around.folder)
  const paths = await toNdjson(requests, 'requests', around.tempDir)
  const limit = Math.round(input['max-record'] * 1024 * 1024)
  const arms = (['primary', 'candidate', 'secondary'] as const).flatMap((name) => {
    const base = input[`${name}-url`]
    return base === undefined ? [] : [{ name, base }]
  })
  const plan = {
    arms,
    rate: input.rate,
    methods: input.methods,
    concurrency: input.concurrency,
    timeoutMs: input.timeout,
    maxBytes: limit,
    // A request holds what is nobody's business: only what pairs are told apart by goes into a file.
    keptHeaders: input.slices.flatMap(([of, part, name = '']) =>
      of === 'request' && part === 'headers' ? [name] : [],
    ),
    warmUp: input['warm-up'],
  }
  const own = ownRequests(readRequests(paths, limit), input.shard)
  const { files, replayed } = await replayToFiles(own, plan, around.tempDir, around)
  return { arms: files.map((file) => [file]), replayed }
}

function conductOf(
  { sent, warmedUp, refused, lost, lateMs }: Replayed,
  input: ShadowInput,
): readonly string[] {
  const withheld = lost.get('withheld') ?? 0
  const compared = sent / (input['secondary-url'] === undefined ? 2 : 3) - warmedUp
  return [
    `${counted(sent)} requests were sent, marked as shadow traffic; no user got an answer of them.`,
    `Only ${input.methods.join(', ')} were sent${withheld > 0 ? `; ${counted(withheld)} other requests were withheld` : ''}.`,
    ...(warmedUp > 0
      ? [`The first ${counted(warmedUp)} of them in each version were to warm it up, and were not compared.`]
      : []),
    ...(refused > compared / 2
      ? [
          `The primary answered ${counted(refused)} of ${counted(compared)} requests with a status of 400 or above: is the replay allowed in?`,
        ]
      : []),
    ...(lateMs > 1000
      ? [
          `The replayer was up to ${counted(lateMs / 1000)} s late: the rate was more than it, or the services, could take.`,
        ]
      : []),
  ]
}

/** Thousands separated. */
function counted(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
