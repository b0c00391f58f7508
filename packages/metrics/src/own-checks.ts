import type { Io } from '@sluice/action'
import type { MetricQuery, MetricSource, Span } from './contract.ts'
import { openSource } from './registry.ts'

/** Counts of one arm in each interval. */
export interface OwnCounts {
  readonly events: number
  readonly trials: number
}

/** What the versions did: nothing, or so many events among so many trials in each interval. */
export type OwnHappened = 'nothing' | { readonly baseline: OwnCounts; readonly candidate: OwnCounts }

/** A server in which that happened, and how to ask it for one proportion. */
export interface OwnBackend {
  readonly settings: Readonly<Record<string, string>>
  readonly query: MetricQuery
  /** From now on the server cannot be reached. */
  readonly goDown: () => Promise<void> | void
  readonly stop: () => Promise<void> | void
}

/** One promise of a source or a router, and why it was not kept. */
export interface OwnCheck {
  readonly name: string
  readonly problem?: string
}

const HAPPENED = { baseline: { events: 7, trials: 900 }, candidate: { events: 3, trials: 100 } }
const SLOTS = [5, 5, 25].map((weight, i) => ({ from: i * 60_000, to: (i + 1) * 60_000, weight }))
const SPAN: Span = { slots: SLOTS, intervalMs: 60_000, baseline: 'v1', candidate: 'v2' }

interface Tried {
  readonly backend: OwnBackend
  readonly source: MetricSource
  readonly signal: AbortSignal
}

type Promised = (tried: Tried) => Promise<string | undefined>

/** What every source promises, in the order in which it is tried. Each returns the problem, if there is one. */
const PROMISES: readonly (readonly [name: string, what: OwnHappened, try_: Promised])[] = [
  [
    'gives one block for each interval, in order, and keeps the versions apart',
    HAPPENED,
    async ({ backend, source, signal }) => {
      const [samples] = await source.observe([backend.query], SPAN, signal)
      return differs(samples?.blocks, expected())
    },
  ],
  [
    'calls nothing nothing, and never zero',
    'nothing',
    async ({ backend, source, signal }) => {
      const [samples] = await source.observe([backend.query], SPAN, signal)
      const kinds = samples?.blocks.flatMap(({ baseline, candidate }) => [baseline.kind, candidate.kind])
      return differs(
        kinds,
        SLOTS.flatMap(() => ['absent', 'absent']),
      )
    },
  ],
  [
    'says `source_unreachable` in every block where the server is gone',
    HAPPENED,
    async ({ backend, source, signal }) => {
      await backend.goDown()
      const [samples] = await source.observe([backend.query], SPAN, signal)
      const found = samples?.blocks.flatMap(({ baseline, candidate }) =>
        [baseline, candidate].map((arm) => (arm.kind === 'absent' ? arm.absence : arm.kind)),
      )
      return differs(
        found,
        SLOTS.flatMap(() => ['source_unreachable', 'source_unreachable']),
      )
    },
  ],
  [
    'answers for several metrics in the order in which they were asked',
    HAPPENED,
    async ({ backend: { query }, source, signal }) => {
      const queries = ['a', 'b', 'c'].map((name) => ({ ...query, name }))
      const all = await source.observe(queries, SPAN, signal)
      const blocks = all.map((samples) => [samples.metric, samples.blocks])
      return differs(
        blocks,
        queries.map(({ name }) => [name, expected()]),
      )
    },
  ],
  [
    'begins with no interval at all',
    HAPPENED,
    async ({ backend, source, signal }) => {
      const [samples] = await source.observe([backend.query], { ...SPAN, slots: [] }, signal)
      return differs(samples?.blocks, [])
    },
  ],
  [
    'stops with the reason of a cancel while it waits',
    HAPPENED,
    async ({ backend, source }) => {
      const reason = new Error('cancelled')
      const stop = new AbortController()
      const looking = source.observe([backend.query], SPAN, stop.signal)
      stop.abort(reason)
      const ended = await looking.then(
        () => 'an answer',
        (error: unknown) => error,
      )
      // An answer that was there before the cancel is no fault.
      return ended === reason || ended === 'an answer' ? undefined : `it ended with ${String(ended)}`
    },
  ],
]

/** Tries every promise on a source of one's own, each with a server of its own. */
export async function checkOwnSource(
  path: string,
  build: (happened: OwnHappened) => Promise<OwnBackend> | OwnBackend,
  io: Io,
  signal: AbortSignal,
): Promise<readonly OwnCheck[]> {
  const found: OwnCheck[] = []
  for (const [name, what, promise] of PROMISES) {
    const backend = await build(what)
    try {
      const source = openSource(path, backend.settings, io)
      const problem = await promise({ backend, source, signal })
      found.push(problem === undefined ? { name } : { name, problem })
    } catch (error) {
      found.push({ name, problem: error instanceof Error ? error.message : String(error) })
    } finally {
      await backend.stop()
    }
  }
  return found
}

function expected(): readonly unknown[] {
  const { baseline, candidate } = HAPPENED
  return SLOTS.map((slot) => ({
    ...slot,
    baseline: { kind: 'proportion', ...baseline },
    candidate: { kind: 'proportion', ...candidate },
  }))
}

function differs(found: unknown, wanted: unknown): string | undefined {
  const [is, should] = [found, wanted].map((value) => JSON.stringify(sorted(value)))
  return is === should ? undefined : `expected ${should}, got ${is}`
}

/** With keys in one order, so that texts can be compared. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}
