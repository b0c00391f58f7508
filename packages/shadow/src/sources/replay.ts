import { createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { touchingFiles, UserError } from '@sluice/action'
import type { Comparison } from '../comparison.ts'
import { longestRecord, type Records, type Shard, type Surroundings } from '../engines/contract.ts'
import { recordsIn } from '../engines/node.ts'
import { armsAsNdjson, toNdjson } from '../formats/to-ndjson.ts'
import type { ShadowInput } from '../inputs/fields.ts'
import { IdHash, shardOf } from '../pairs/hash.ts'
import { readRequests, replayToFiles } from '../replay/replay-files.ts'
import { WITHHELD_METHOD, type Replayed, type ReplayPlan, type Unanswered } from '../replay/replay.ts'
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
  const isRecorded = input.primary.length > 0
  const names = isRecorded ? (['candidate'] as const) : (['primary', 'candidate', 'secondary'] as const)
  const arms = names.flatMap((name) => {
    const base = input[`${name}-url`]
    return base === undefined ? [] : [{ name, base }]
  })
  const { files, replayed } = await sendAll(input, arms, around)
  const sent = await Promise.all(
    files.map(async (file) =>
      input.parse.length === 0
        ? [file]
        : await toNdjson([file], 'primary', around.tempDir, { parse: input.parse }),
    ),
  )
  const answers = isRecorded ? await besideRecorded(input, sent[0] ?? [], around) : sent
  const records = recordsIn(answers, around, isRecorded ? input.shard : undefined)
  const compare = async (comparison: Comparison): Promise<ShadowSummary> => {
    const summary = await records.compare(comparison)
    for (const [why, count] of replayed.lost)
      // A recorded answer without a new one is without a partner, and is counted as that.
      if (!isRecorded || why === WITHHELD_METHOD) summary.unsent.set(why, count)
    const { unanswered } = replayed
    noteUnanswered(summary, isRecorded ? ofCandidate(unanswered) : unanswered, input.timeout, !isRecorded)
    return summary
  }
  const said = isRecorded
    ? ['The answers of the primary were recorded before. Data that changed since then can differ too.']
    : []
  return { records: { ...records, compare }, replayed, said: [...said, ...conductOf(replayed, input)] }
}

/**
 * Asks the primary twice, the second time at `secondary-url` if there is one, and keeps the answers in a folder: what is
 * there to compare with once it is updated in place. Gives the paths and how it was done.
 */
export async function recordAnswers(
  input: ShadowInput & { readonly record: string },
  around: Surroundings,
): Promise<{ readonly files: readonly string[]; readonly said: readonly string[] }> {
  const base = input['primary-url']
  if (input.requests.length === 0 || base === undefined || input['candidate-url'] !== undefined)
    throw new UserError(
      'NOTHING_TO_COMPARE',
      'record: needs requests and primary-url, and no candidate-url',
      'Record before the update. After it, leave record out and give candidate-url.',
    )
  const arms = [
    { name: 'primary', base },
    { name: 'secondary', base: input['secondary-url'] ?? base },
  ] as const
  const tempDir = mkdtempSync(join(around.tempDir, 'sluice-'))
  try {
    const { files, replayed } = await sendAll(input, arms, { ...around, tempDir })
    const folder = resolve(around.folder, input.record)
    const kept = await touchingFiles(
      { what: 'recording', where: folder, hint: 'record names a folder that can be written.' },
      async () => {
        mkdirSync(folder, { recursive: true })
        return await Promise.all(
          arms.map(async ({ name }, arm) => {
            const path = join(folder, `${name}.ndjson`)
            // Answers hold what users may see: they are for no one else on this machine.
            await rm(path, { force: true })
            await pipeline(createReadStream(files[arm] ?? ''), createWriteStream(path, { mode: 0o600 }))
            return path
          }),
        )
      },
    )
    return { files: kept, said: conductOf(replayed, input) }
  } finally {
    rmSync(tempDir, { recursive: true, force: true })
  }
}

/** The records of each arm where the primary, and maybe its repeat, were recorded before. */
async function besideRecorded(
  { primary, secondary, parse }: ShadowInput,
  candidate: readonly string[],
  { folder, tempDir, signal }: Surroundings,
): Promise<readonly (readonly string[])[]> {
  const found = findFiles({ primary, secondary }, folder)
  const [before = [], , again] = await armsAsNdjson(
    { primary: found.primary, candidate: [], secondary: found.secondary },
    tempDir,
    { parse, signal },
  )
  return [before, candidate, ...(again === undefined ? [] : [again])]
}

/** Of a replay to one arm, which is the candidate. */
function ofCandidate({ primaryOnly, late }: Unanswered): Unanswered {
  return { primaryOnly: 0, candidateOnly: primaryOnly, both: 0, late: [0, ...late] }
}

/** Sends the requests that this shard has to send, and keeps the answers of each arm in a file. */
async function sendAll(
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

function conductOf(
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

/**
 * Counts requests of a replay that an arm never answered for what requirements are about: they failed, and where time was
 * up they took at least that long. `isBroken` where nothing else counts them as missing answers.
 */
export function noteUnanswered(
  { errors, measures, brokenBy }: ShadowSummary,
  { primaryOnly, candidateOnly, both, late }: Unanswered,
  timeoutMs: number,
  isBroken = true,
): void {
  const all = primaryOnly + candidateOnly + both
  errors.n += all
  errors.unanswered += all
  if (isBroken) {
    brokenBy.primaryOnly += primaryOnly
    brokenBy.candidateOnly += candidateOnly
    brokenBy.both += both
  }
  errors.primaryOnly += primaryOnly
  errors.candidateOnly += candidateOnly
  errors.both += both
  const latencies = measures.get('latency_ms')
  late.forEach((count, arm) => {
    if (count > 0) latencies?.[arm]?.add(timeoutMs, count)
  })
}
