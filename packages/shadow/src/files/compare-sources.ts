import { UserError, type Values } from '@sluice/inputs'
import type { Comparison } from '../comparison.ts'
import { costOf } from '../details/cost.ts'
import type { Conduct } from '../details/details.ts'
import { compareInClickHouse, sampleRecord } from '../clickhouse/compare.ts'
import { ClickHouse } from '../clickhouse/server.ts'
import { clickHouseSettings } from '../clickhouse/settings.ts'
import { comparisonOf } from '../inputs/comparison-of.ts'
import type { comparisonInputs, replayInputs, sourceInputs } from '../inputs/fields.ts'
import type { Replayed } from '../replay/replay.ts'
import type { World } from '../replay/send.ts'
import { encodeSummary, type SummaryData } from '../tally/encode.ts'
import type { Summary } from '../tally/summary.ts'
import { compareWithEngine, type RunProgram } from './engine.ts'
import { findFiles } from './find-files.ts'
import { firstRecord } from './open-log.ts'
import { mergeParts } from './merge-parts.ts'
import { compareFiles } from './parallel.ts'
import { readRequests, replayToFiles } from './replay-files.ts'
import { toNdjson } from './to-ndjson.ts'

export type ShadowInput = Values<typeof comparisonInputs & typeof sourceInputs & typeof replayInputs>

/** Where the work is done and with what. */
export interface Surroundings extends World {
  readonly folder: string
  readonly tempDir: string
  readonly threads: number
  /** Module that serves threads, see `compareFiles`. */
  readonly script: URL
  readonly run: RunProgram
  readonly progress?: (share: number) => void
}

/** What was compared, how, and what came out. */
export interface Compared {
  readonly comparison: Comparison
  readonly summary: Summary
  readonly conduct: Conduct
  /** Set when this was only a part of the whole, to be added to the others before anything is judged. */
  readonly part: SummaryData | undefined
}

/** Compares whatever the inputs name: logs, a replay of requests, or parts that other jobs have counted. */
export async function compareSources(input: ShadowInput, around: Surroundings): Promise<Compared> {
  refuseMixtures(input)
  if (input.merge.length > 0) {
    const merged = mergeParts(findFiles(input.merge, around.folder, 'merge'))
    return { ...merged, conduct: { cost: costOf(merged.summary, input.prices), said: [] }, part: undefined }
  }
  if (input.engine === 'clickhouse') return await inClickHouse(input, around)
  const { arms, replayed } =
    input.requests.length > 0
      ? await replayRequests(input, around)
      : { arms: await logs(input, around), replayed: undefined }
  const comparison = comparisonOf(input, firstRecord(arms[0] ?? []))
  const options = { ...around, ...(input.shard === undefined ? {} : { shard: input.shard }) }
  const summary =
    input.engine === 'node'
      ? await compareFiles(arms, comparison, options)
      : await compareWithEngine(input.engine, arms, comparison, around.run)
  for (const [why, count] of replayed?.lost ?? []) summary.unsent.set(why, count)
  const parts: SummaryData['parts'] =
    input.shard === undefined ? [] : [[input.shard.index + 1, input.shard.count]]
  return {
    comparison,
    summary,
    conduct: {
      cost: costOf(summary, input.prices),
      said: replayed === undefined ? [] : conductOf(replayed, input),
    },
    part: input.shard === undefined ? undefined : encodeSummary(summary, comparison, parts),
  }
}

/** Nothing is read here: the tables and files named are the server's. */
async function inClickHouse(input: ShadowInput, around: Surroundings): Promise<Compared> {
  const settings = clickHouseSettings(input['engine-settings'])
  const server = new ClickHouse(settings, around.fetch, around.signal)
  const { primary, candidate, secondary } = input
  const asked = {
    arms: secondary.length === 0 ? [primary, candidate] : [primary, candidate, secondary],
    id: settings.id,
    record: settings.record,
    limit: Math.round(input['max-record'] * 1024 * 1024),
  }
  const comparison = comparisonOf(input, await sampleRecord(server, asked))
  const summary = await compareInClickHouse(server, asked, comparison)
  return { comparison, summary, conduct: { cost: costOf(summary, input.prices), said: [] }, part: undefined }
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
    ...(input.engine !== 'clickhouse' && Object.keys(input['engine-settings']).length > 0
      ? [`engine-settings: engine ${input.engine} has none`]
      : []),
    ...(input.engine === 'duckdb' && input.kind.kind !== 'json'
      ? ['engine: duckdb compares JSON only; leave kind out']
      : []),
  ]
  if (problems.length > 0)
    throw new UserError('NOTHING_TO_COMPARE', problems.join('\n'), 'See docs/shadow.md for the ways in.')
}

async function logs(
  input: ShadowInput,
  { folder, tempDir }: Surroundings,
): Promise<readonly (readonly string[])[]> {
  const arms = [
    await toNdjson(findFiles(input.primary, folder, 'primary'), 'primary', tempDir),
    await toNdjson(findFiles(input.candidate, folder, 'candidate'), 'candidate', tempDir),
  ]
  if (input.secondary.length === 0) return arms
  return [...arms, await toNdjson(findFiles(input.secondary, folder, 'secondary'), 'primary', tempDir)]
}

async function replayRequests(input: ShadowInput, around: Surroundings) {
  const paths = await toNdjson(
    findFiles(input.requests, around.folder, 'requests'),
    'requests',
    around.tempDir,
  )
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
    warmUp: input['warm-up'],
  }
  const { files, replayed } = await replayToFiles(readRequests(paths, limit), plan, around.tempDir, around)
  return { arms: files.map((file) => [file]), replayed }
}

function conductOf({ sent, lost, lateMs }: Replayed, input: ShadowInput): readonly string[] {
  const withheld = lost.get('withheld') ?? 0
  return [
    `${counted(sent)} requests were sent, marked as shadow traffic; no user got an answer of them.`,
    `Only ${input.methods.join(', ')} were sent${withheld > 0 ? `; ${counted(withheld)} other requests were withheld` : ''}.`,
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
