import {
  openSource,
  sources,
  type MetricQuery,
  type MetricSource,
  type SourceKind,
  type Span,
} from '@sluice/metrics'
import { METRIC_KINDS, readSamples, type Arm, type MetricKind, type Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../servers/io.ts'
import { observeOne } from '../servers/observe.ts'

export interface Counts {
  readonly events: number
  readonly trials: number
}

/** What the services did: nothing at all, or so many events among so many trials in each interval. */
export type Happened = 'nothing' | { readonly baseline: Counts; readonly candidate: Counts }

/** What a server does in place of an answer. `late` holds back every second answer, so that they come out of order. */
export type Fault =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | 'late'
  | 'nulls'

/** A backend in which the wanted things happened, and how to ask it. */
export interface SourceBackend {
  readonly settings: Readonly<Record<string, string>>
  readonly query: MetricQuery
  readonly span: Span
  readonly io?: TestIo
  /** Looks that come before the one that is tested, for a source that sees only the present. */
  readonly before?: (source: MetricSource) => Promise<void>
  /** From now on the backend cannot be reached. */
  readonly goDown: () => Promise<void>
  readonly stop: () => Promise<void>
  /** For a source over HTTP: every answer from now on is like this. */
  readonly breakWith?: (fault: Fault) => void
  /** For a source over HTTP: requests so far. */
  readonly requests?: () => number
  /** A query of each kind that the source can give, and the arms that must come back for both arms in each block. */
  readonly kinds?: Readonly<
    Partial<Record<MetricKind, { readonly query: MetricQuery; readonly arm: Arm | readonly Arm[] }>>
  >
}

const never = new AbortController().signal
const happened = { baseline: { events: 7, trials: 900 }, candidate: { events: 3, trials: 100 } }
const LOGIN = '<!doctype html><title>Sign in</title><form action="/login"></form>'

/** What every metric source promises (packages/metrics/src/contract.ts), tried on one of them. */
export function describeSource(
  name: string,
  build: (happened: Happened) => Promise<SourceBackend>,
  can: { readonly http: boolean } = { http: false },
): void {
  async function within(
    what: Happened,
    act: (backend: SourceBackend, source: MetricSource) => Promise<void>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const backend = await build(what)
    try {
      const source = openSource(name, { ...backend.settings, ...settings }, backend.io ?? testIo())
      await backend.before?.(source)
      await act(backend, source)
    } finally {
      await backend.stop()
    }
  }

  describe(`every source: ${name}`, () => {
    test('gives one block per slot, in order, and keeps the arms apart', async () => {
      await within(happened, async ({ query, span }, source) => {
        expectHappened(await observeOne(source, query, span), query, span)
      })
    })

    test('gives samples that a verdict can carry', async () => {
      await within('nothing', async ({ query, span }, source) => {
        const samples = await observeOne(source, query, span)
        expect(readSamples(JSON.parse(JSON.stringify(samples)))).toEqual(samples)
      })
    })

    test('calls nothing nothing, and never zero', async () => {
      await within('nothing', async ({ query, span }, source) => {
        expectAbsences(await observeOne(source, query, span), span)
      })
    })

    test('says in every block it cannot answer for that it could not be reached', async () => {
      await within(happened, async (backend, source) => {
        await backend.goDown()
        const { blocks } = await observeOne(source, backend.query, backend.span)
        // What a source saw before it may still know; the interval that has just ended it cannot.
        const unreachable = { kind: 'absent', absence: 'source_unreachable' }
        expect(blocks.at(-1)).toMatchObject({ baseline: unreachable, candidate: unreachable })
        for (const { baseline } of blocks)
          expect([happened.baseline, unreachable]).toContainEqual(bare(baseline))
      })
    })

    test('stops with the reason of the cancel', async () => {
      await within(happened, async ({ query, span }, source) => {
        const reason = new Error('cancelled')
        await expect(source.observe([query], span, AbortSignal.abort(reason))).rejects.toBe(reason)
      })
    })

    test('answers for several metrics in the order in which they were asked', async () => {
      await within(happened, async ({ query, span }, source) => {
        const all = await source.observe([query, query, query], span, never)
        expect(all).toHaveLength(3)
        for (const samples of all) expectHappened(samples, query, span)
      })
    })

    test('begins with a span that has no slots', async () => {
      await within(happened, async ({ query, span }, source) => {
        expect(await observeOne(source, query, { ...span, slots: [] })).toMatchObject({ blocks: [] })
      })
    })

    test('gives every kind of metric that it can', async () => {
      await within(happened, async ({ kinds = {}, query, span }, source) => {
        if (can.http) expect(Object.keys(kinds), 'name in `kinds` what else it gives').not.toEqual([])
        for (const kind of Object.keys(METRIC_KINDS) as MetricKind[]) {
          const wanted = kind === query.kind ? undefined : kinds[kind]
          if (wanted === undefined) continue
          const { blocks } = await observeOne(source, wanted.query, span)
          expect(blocks.length, kind).toBe(span.slots.length)
          const arms = Array.isArray(wanted.arm) ? wanted.arm : [wanted.arm]
          for (const block of blocks) {
            expect([block.baseline], kind).toMatchObject([arms[0]])
            expect([block.candidate], kind).toMatchObject([arms.at(-1)])
          }
        }
      })
    })

    test('answers from its memory for settled intervals, and gives the same blocks', async () => {
      await within(happened, async ({ settings, query, span, requests, io }, source) => {
        const first = await source.observe([query], span, never)
        const memory: unknown = JSON.parse(JSON.stringify(source.memory() ?? null))
        const sent = requests?.() ?? 0
        const later = openSource(name, settings, io ?? testIo(), memory)
        expect(later.readsPast).toBe(memory !== null)
        if (!later.readsPast) return
        const settled = { ...span, slots: span.slots.slice(0, -1) }
        expect(await later.observe([query], settled, never)).toMatchObject(
          first.map((samples) => ({ ...samples, blocks: samples.blocks.slice(0, -1) })),
        )
        expect(requests?.() ?? 0).toBe(sent)
      })
    })

    test('works as well with a memory that cannot be read', async () => {
      await within(happened, async ({ settings, query, span, io }, source) => {
        if (!source.readsPast) return
        for (const memory of [null, 7, {}, { version: 2 }, { version: 1, samples: [{}], facts: [] }]) {
          const opened = openSource(name, settings, io ?? testIo(), memory)
          expectHappened(await observeOne(opened, query, span), query, span)
        }
      })
    })

    test('refuses unknown and missing settings, all at once', () => {
      const required = Object.entries(sourceKind(name).settings).filter(
        ([, field]) => field.whenBlank === undefined,
      )
      const problem = thrownBy(() => openSource(name, { unheard: 'of' }, testIo()))
      expect(problem).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('unheard') })
      for (const [setting] of required) expect(String(problem)).toContain(setting)
    })
  })

  if (!can.http) return
  describe(`every source over HTTP: ${name}`, () => {
    async function broken(fault: Fault, settings: Readonly<Record<string, string>> = {}): Promise<Samples> {
      let samples: Samples | undefined
      await within(
        happened,
        async ({ breakWith, query, span }, source) => {
          breakWith?.(fault)
          samples = await observeOne(source, query, span)
          expectAbsences(samples, span)
        },
        settings,
      )
      if (samples === undefined) throw new Error('nothing was observed')
      return samples
    }

    test.each([
      ['a login page', { status: 200, body: LOGIN, headers: { 'content-type': 'text/html' } }, /login page/],
      ['401', { status: 401, body: '' }, /401.*credentials/],
      ['403', { status: 403, body: '' }, /403.*may not/],
      ['404', { status: 404, body: 'not found' }, /404.*address/],
      ['a redirect', { status: 302, headers: { location: 'https://sso.invalid/' } }, /302.*redirect.*sso/],
      ['text that is not what was asked for', { status: 200, body: 'hello' }, /hello/],
    ] as const)('%s is refused in words that say what it is', async (_, fault, words) => {
      const { blocks } = await broken(fault)
      const { baseline, candidate } = blocks.at(-1) ?? {}
      for (const arm of [baseline, candidate]) {
        expect(arm).toMatchObject({ absence: 'source_refused', detail: expect.stringMatching(words) })
      }
    })

    test('a point that is null is no data, and never zero', async () => {
      await broken('nulls')
    })

    test('a wait that is longer than the interval is not waited for, and no more is asked', async () => {
      await within(happened, async ({ breakWith, query, span, requests }, source) => {
        breakWith?.({ status: 429, body: '', headers: { 'retry-after': '86400' } })
        const before = requests?.() ?? 0
        const began = performance.now()
        const { blocks } = await observeOne(source, query, span)
        const limited = { absence: 'rate_limited' }
        expect(blocks.at(-1)).toMatchObject({ baseline: limited, candidate: limited })
        const sent = (requests?.() ?? 0) - before
        await observeOne(source, query, span)
        expect((requests?.() ?? 0) - before).toBe(sent)
        expect(performance.now() - began).toBeLessThan(span.intervalMs)
      })
    })

    test('no more than its budget is asked, and what is left is rate_limited', async () => {
      await within(
        happened,
        async ({ query, span, requests }, source) => {
          // Where an interval is as long as the minute of the budget, its turn is waited for.
          if (span.intervalMs >= 60_000) return
          const before = requests?.() ?? 0
          const looks: Samples[] = []
          // Other names, so that nothing can be answered from memory.
          for (let i = 0; i < 6; i++)
            looks.push(await observeOne(source, { ...query, name: `${query.name} ${i}` }, span))
          expect((requests?.() ?? 0) - before).toBeLessThanOrEqual(3)
          expect(looks.at(-1)?.blocks.at(-1)).toMatchObject({ candidate: { absence: 'rate_limited' } })
        },
        { 'requests-per-minute': '3' },
      )
    })

    test('answers that come out of order are told apart', async () => {
      await within(happened, async ({ breakWith, query, span }, source) => {
        breakWith?.('late')
        const all = await source.observe([query, query, query, query], span, never)
        for (const samples of all) expectHappened(samples, query, span)
      })
    })
  })
}

function expectHappened({ metric, blocks }: Samples, query: MetricQuery, span: Span): void {
  expect(metric).toBe(query.name)
  expect(blocks.map(({ from, to, weight }) => ({ from, to, weight }))).toEqual(span.slots)
  for (const { baseline, candidate } of blocks) {
    expect(baseline).toEqual({ kind: 'proportion', ...happened.baseline })
    expect(candidate).toEqual({ kind: 'proportion', ...happened.candidate })
  }
}

function expectAbsences({ blocks }: Samples, span: Span): void {
  expect(blocks).toHaveLength(span.slots.length)
  for (const { baseline, candidate } of blocks) {
    expect([baseline.kind, candidate.kind]).toEqual(['absent', 'absent'])
  }
}

/** An arm without its kind or, for an absence, without its detail. */
function bare(arm: Arm): unknown {
  return arm.kind === 'absent'
    ? { kind: arm.kind, absence: arm.absence }
    : arm.kind === 'proportion' && { events: arm.events, trials: arm.trials }
}

function sourceKind(name: string): SourceKind {
  const found = Object.entries(sources).find(([known]) => known === name)
  if (found === undefined) throw new Error(`${name} is not registered`)
  return found[1]
}

function thrownBy(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}
