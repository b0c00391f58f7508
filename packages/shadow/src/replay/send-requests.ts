import { longestRecord, type Shard, type Surroundings } from '../engines/contract.ts'
import { toNdjson } from '../formats/to-ndjson.ts'
import type { ShadowInput } from '../inputs/fields.ts'
import { IdHash, shardOf } from '../pairs/hash.ts'
import { findFiles } from '../sources/find-files.ts'
import { readRequests, replayToFiles } from './replay-files.ts'
import type { Replayed, ReplayPlan } from './replay.ts'

/** Sends the requests that this shard has to send, and keeps the answers of each arm in a file. */
export async function sendRequests(
  input: ShadowInput,
  arms: ReplayPlan['arms'],
  around: Surroundings,
): Promise<Awaited<ReturnType<typeof replayToFiles>>> {
  const { requests } = findFiles({ requests: input.requests }, around.folder)
  const paths = await toNdjson(requests, 'requests', around.tempDir)
  const limit = longestRecord(input)
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
  // Requests that warm up are sent again where the answers to all of them were recorded.
  const first = input.primary.length > 0 ? own.slice(0, input['warm-up']) : []
  return await replayToFiles([...first, ...own], plan, around.tempDir, around)
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

/** How a replay was done, in sentences. */
export function conductOf(
  { sent, warmedUp, refused, lost, lateMs }: Replayed,
  input: ShadowInput,
): readonly string[] {
  const withheld = lost.get('withheld') ?? 0
  const recorded = input.primary.length > 0
  const arms = recorded ? 1 : input['secondary-url'] === undefined || input.record !== undefined ? 2 : 3
  const compared = sent / arms - warmedUp
  const answerer = recorded ? 'candidate' : 'primary'
  return [
    `${counted(sent)} requests were sent, marked as shadow traffic; no user got an answer of them.`,
    `Only ${input.methods.join(', ')} were sent${withheld > 0 ? `; ${counted(withheld)} other requests were withheld` : ''}.`,
    ...(warmedUp > 0
      ? [`The first ${counted(warmedUp)} of them in each version were to warm it up, and were not compared.`]
      : []),
    ...(refused > compared / 2
      ? [
          `The ${answerer} answered ${counted(refused)} of ${counted(compared)} requests with a status of 400 or above: is the replay allowed in?`,
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
