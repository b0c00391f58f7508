import type { Comparison } from '../comparison.ts'
import type { Surroundings } from '../engines/contract.ts'
import { recordsIn } from '../engines/node.ts'
import { ENGINES } from '../engines/registry.ts'
import { armsAsNdjson, toNdjson } from '../formats/to-ndjson.ts'
import type { ShadowInput } from '../inputs/fields.ts'
import { WITHHELD_METHOD, type Unanswered } from '../replay/replay.ts'
import { conductOf, sendRequests } from '../replay/send-requests.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import type { ComparisonSource } from './contract.ts'
import { findFiles } from './find-files.ts'
import { compareRecords, type Opened } from './logs.ts'

/** Recorded requests, sent to each version anew: their answers are the records. */
export const replay: ComparisonSource = {
  needs: 'requests with candidate-url and primary-url (or recorded primary)',
  isAsked: ({ requests }) => requests.length > 0,
  problems: (input) => {
    const { splits, reads } = ENGINES[input.engine]
    const isRecorded = input.primary.length > 0 || input['primary-url'] !== undefined
    return [
      ...(isRecorded && input['candidate-url'] !== undefined
        ? []
        : ['requests: primary-url and candidate-url must say where to send them']),
      ...(splits ? [] : [`engine: ${input.engine} compares ${reads}; leave requests out`]),
    ]
  },
  compare: async (input, around) => await compareRecords(input, await replayRequests(input, around)),
}

/** Sends the requests. A shard of a replay has sent its own only. */
async function replayRequests(input: ShadowInput, around: Surroundings): Promise<Opened> {
  const isRecorded = input.primary.length > 0
  const names = isRecorded ? (['candidate'] as const) : (['primary', 'candidate', 'secondary'] as const)
  const arms = names.flatMap((name) => {
    const base = input[`${name}-url`]
    return base === undefined ? [] : [{ name, base }]
  })
  const { files, replayed } = await sendRequests(input, arms, around)
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
