import { UserError, type Io, unlessAborted } from '@sluice/action'
import { isRecord } from '@sluice/schema'
import { digestOf, readSamples, VerdictRefused, type Block, type Samples } from '@sluice/verdict'
import type {
  Facts,
  MetricQuery,
  MetricSource,
  OpenedReader,
  Slot,
  SourceMemory,
  SourceTraits,
  Span,
} from './contract.ts'
import { absent, nothingFrom } from './reading.ts'
import { isUnproven } from './silent-events.ts'

const USUAL: SourceTraits = {
  lagMs: 0,
  granularityMs: 0,
  readsPast: true,
  rolesAreFixed: false,
  asksEach: false,
}

/** A look that takes two intervals, or this long where that is longer, is given up: nobody waits for a source that hangs. */
const LONGEST_LOOK_MS = 60_000

/** Late samples are still added to an interval for this long, or for one interval if that is longer. */
const SETTLE_MS = 60_000

interface Known {
  blocks: ReadonlyMap<string, Block>
  notes: readonly string[]
}

/**
 * A source that asks its reader only for blocks that may still change, and answers the others from memory. Intervals
 * that ended less than the source's lag ago are `not_observed`. Memory that cannot be read is not used: it only costs
 * queries.
 */
export function remembering(
  open: (facts: Facts) => OpenedReader,
  io: Pick<Io, 'now'>,
  memory?: unknown,
): MetricSource {
  const remembered = readMemory(memory)
  const facts: Facts = new Set(remembered?.facts)
  const reader = open(facts)
  const traits: SourceTraits = { ...USUAL, ...traitsOf(reader) }
  const known = new Map<string, Known>(
    remembered?.samples.map(({ metric, blocks, notes = [] }) => [
      metric,
      { blocks: new Map(blocks.map((block) => [placeOf(block), block])), notes },
    ]),
  )
  const knownOf = (query: MetricQuery, span: Span): Known => {
    const key = digestOf({ ...query, arms: [span.baseline, span.candidate] })
    const found = known.get(key) ?? { blocks: new Map(), notes: [] }
    known.set(key, found)
    return found
  }

  const observe: MetricSource['observe'] = async (queries, span, signal) => {
    signal.throwIfAborted()
    checkGranularity(span, traits)
    const now = io.now()
    const arrived = span.slots.filter(({ to }) => to + traits.lagMs <= now)
    const missing = arrived.filter((slot) =>
      queries.some((query) => !knownOf(query, span).blocks.has(placeOf(slot))),
    )
    const asked =
      missing.length > 0 || arrived.length === 0
        ? await inTime(reader, queries, { ...span, slots: missing }, signal)
        : queries.map(({ name }): Samples => ({ metric: name, blocks: [] }))
    return queries.map((query, i) => {
      const kept = knownOf(query, span)
      const fresh = asked[i] ?? { metric: query.name, blocks: [] }
      const blocks = new Map(fresh.blocks.map((block) => [placeOf(block), block]))
      const notes = notesOf(kept, fresh)
      if (traits.readsPast)
        settle(kept, [...blocks.values()], notes, span.slots.at(-1), {
          wholeBefore: now - settleTime(span, traits),
          emptyBefore: traits.asksEach
            ? now - settleTime(span, traits) - EMPTY_INTERVALS * span.intervalMs
            : -Infinity,
        })
      const answer = span.slots.map(
        (slot) => kept.blocks.get(placeOf(slot)) ?? blocks.get(placeOf(slot)) ?? notYet(slot, traits),
      )
      return { metric: query.name, blocks: answer, ...(notes.length === 0 ? {} : { notes }) }
    })
  }
  const { past } = reader
  return {
    ...traits,
    ...(reader.probe === undefined ? {} : { probe: reader.probe }),
    ...(past === undefined
      ? {}
      : { past: async (queries, wish, signal) => await unlessAborted(past(queries, wish, signal), signal) }),
    observe: traits.readsPast ? observe : async (...asked) => await inTime(reader, ...asked),
    memory: () =>
      traits.readsPast ? { version: 1, samples: samplesOf(known), facts: [...facts] } : undefined,
  }
}

/** What the reader observes, or absences where it takes too long. Rejects as soon as the signal is aborted. */
async function inTime(
  reader: OpenedReader,
  queries: readonly MetricQuery[],
  span: Span,
  signal: AbortSignal,
): Promise<readonly Samples[]> {
  signal.throwIfAborted()
  const mostMs = Math.max(LONGEST_LOOK_MS, 2 * span.intervalMs)
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), mostMs)
  const ends = AbortSignal.any([signal, late.signal])
  try {
    return await unlessAborted(reader.observe(queries, span, ends), ends)
  } catch (error) {
    signal.throwIfAborted()
    if (!late.signal.aborted) throw error
    const hangs = absent('source_unreachable', `no answer within ${mostMs / 1000} s`)
    return queries.map((query) => nothingFrom(query, span, hangs))
  } finally {
    clearTimeout(timer)
  }
}

function settleTime({ intervalMs }: Span, { lagMs }: SourceTraits): number {
  return lagMs + Math.max(SETTLE_MS, intervalMs)
}

/** So many more intervals one without data is asked for, where each costs requests of its own. */
const EMPTY_INTERVALS = 10

/** Keeps blocks that ended before a time and that have both arms, or before another one and lack data; other absences are asked for again. */
function settle(
  kept: Known,
  blocks: readonly Block[],
  notes: readonly string[],
  last: Slot | undefined,
  { wholeBefore, emptyBefore }: { readonly wholeBefore: number; readonly emptyBefore: number },
): void {
  // The newest interval may still gain points that straddle its end.
  const settled = blocks.filter(
    (block) =>
      block.to !== last?.to &&
      ((block.to <= wholeBefore && isWhole(block)) || (block.to <= emptyBefore && lacksData(block))),
  )
  if (settled.length === 0) return
  kept.blocks = new Map([...kept.blocks, ...settled.map((block) => [placeOf(block), block] as const)])
  kept.notes = notes
}

/** A note about silence holds for the whole only while it has held at every look. */
function notesOf(kept: Known, { notes = [], blocks }: Samples): readonly string[] {
  if (kept.blocks.size === 0) return notes
  return blocks.length === 0 ? kept.notes : notes.filter((note) => kept.notes.includes(note))
}

function isWhole({ baseline, candidate }: Block): boolean {
  return baseline.kind !== 'absent' && candidate.kind !== 'absent'
}

/** No arm failed: those that are absent had nothing. One that a later match of its events makes whole is not empty. */
function lacksData({ baseline, candidate }: Block): boolean {
  return [baseline, candidate].every(
    (arm) => arm.kind !== 'absent' || (arm.absence === 'no_data' && !isUnproven(arm)),
  )
}

function placeOf({ from, to, weight }: Slot): string {
  return `${from}-${to} ${weight}`
}

function notYet(slot: Slot, { lagMs }: SourceTraits): Block {
  const late = absent('not_observed', `data take up to ${lagMs / 1000} s to arrive`)
  return { ...slot, baseline: late, candidate: late }
}

function checkGranularity({ intervalMs }: Span, { granularityMs }: SourceTraits): void {
  if (granularityMs === 0 || intervalMs % granularityMs === 0) return
  throw new UserError(
    'BAD_INPUT',
    `interval: must be a multiple of ${granularityMs / 1000} s, got ${intervalMs / 1000} s`,
    'The source cannot tell shorter intervals apart. Fix `interval`.',
  )
}

function traitsOf({
  lagMs,
  granularityMs,
  readsPast,
  rolesAreFixed,
  asksEach,
}: OpenedReader): Partial<SourceTraits> {
  return {
    ...(lagMs === undefined ? {} : { lagMs }),
    ...(granularityMs === undefined ? {} : { granularityMs }),
    ...(readsPast === undefined ? {} : { readsPast }),
    ...(rolesAreFixed === undefined ? {} : { rolesAreFixed }),
    ...(asksEach === undefined ? {} : { asksEach }),
  }
}

function samplesOf(known: ReadonlyMap<string, Known>): readonly Samples[] {
  return [...known].flatMap(([metric, { blocks, notes }]) =>
    blocks.size === 0
      ? []
      : [{ metric, blocks: [...blocks.values()], ...(notes.length === 0 ? {} : { notes }) }],
  )
}

function readMemory(data: unknown): SourceMemory | undefined {
  if (!isRecord(data) || data['version'] !== 1) return undefined
  const { samples, facts } = data
  if (!Array.isArray(samples) || !Array.isArray(facts)) return undefined
  if (!facts.every((fact) => typeof fact === 'string')) return undefined
  try {
    return { version: 1, samples: samples.map(readSamples), facts }
  } catch (error) {
    if (error instanceof VerdictRefused) return undefined
    throw error
  }
}
