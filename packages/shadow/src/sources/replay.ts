import type { Comparison } from '../comparison.ts'
import { longestRecord, type Records, type Shard, type Surroundings } from '../engines/contract.ts'
import { recordsIn } from '../engines/node.ts'
import { toNdjson } from '../formats/to-ndjson.ts'
import type { ShadowInput } from '../inputs/fields.ts'
import { IdHash, shardOf } from '../pairs/hash.ts'
import { readRequests, replayToFiles } from '../replay/replay-files.ts'
import type { Replayed, Unanswered } from '../replay/replay.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import { findFiles } from './find-files.ts'

/**
 * Sends recorded requests to each arm; their answers are the records. A shard of a replay has sent its own requests only.
 * Throws a `UserError` where the recording cannot be read.
 */
export async function replayRequests(
  input: ShadowInput,
  around: Surroundings,
): Promise<{
  readonly records: Records
  readonly replayed: Replayed
  /** How the replay was done, in sentences. */
  readonly said: readonly string[]
}> {
  const { requests } = findFiles({ requests: input.requests }, around.folder)
  const paths = await toNdjson(requests, 'requests', around.tempDir)
  const limit = longestRecord(input)
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
  const answers = await Promise.all(
    files.map(async (file) =>
      input.parse.length === 0
        ? [file]
        : await toNdjson([file], 'primary', around.tempDir, { parse: input.parse }),
    ),
  )
  const records = recordsIn(answers, around, undefined)
  const compare = async (comparison: Comparison): Promise<ShadowSummary> => {
    const summary = await records.compare(comparison)
    for (const [why, count] of replayed.lost) summary.unsent.set(why, count)
    noteUnanswered(summary, replayed.unanswered, input.timeout)
    return summary
  }
  return { records: { ...records, compare }, replayed, said: conductOf(replayed, input) }
}

/** The requests that a shard sends: each request is sent, and counted, by one of them. */
function ownRequests<T extends { readonly id: string }>(
  requests: readonly T[],
  shard: Shard | undefined,
): readonly T[] {
  if (shard === undefined) return requests
  const hash = new IdHash()
  return requests.filter(({ id }) => {
    const token = Buffer.from(JSON.stringify(id))
    hash.read(token, 0, token.length)
    return shardOf(hash, shard.count) === shard.index
  })
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

/**
 * Counts requests of a replay that an arm never answered for what requirements are about: they failed, and where time was
 * up they took at least that long.
 */
export function noteUnanswered(
  { errors, measures, brokenBy }: ShadowSummary,
  { primaryOnly, candidateOnly, both, late }: Unanswered,
  timeoutMs: number,
): void {
  const all = primaryOnly + candidateOnly + both
  errors.n += all
  errors.unanswered += all
  brokenBy.primaryOnly += primaryOnly
  brokenBy.candidateOnly += candidateOnly
  brokenBy.both += both
  errors.primaryOnly += primaryOnly
  errors.candidateOnly += candidateOnly
  errors.both += both
  const latencies = measures.get('latency_ms')
  late.forEach((count, arm) => {
    if (count > 0) latencies?.[arm]?.add(timeoutMs, count)
  })
}
