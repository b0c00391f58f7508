import { openSource, sources, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { readSamples, type Arm, type Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../servers/io.ts'

export interface Counts {
  readonly events: number
  readonly trials: number
}

/** What the services did: nothing at all, or so many events among so many trials in each interval. */
export type Happened = 'nothing' | { readonly baseline: Counts; readonly candidate: Counts }

/** A backend in which the wanted things happened, and how to ask it. */
export interface SourceWorld {
  readonly settings: Readonly<Record<string, string>>
  readonly query: MetricQuery
  readonly span: Span
  readonly io?: TestIo
  /** Looks that come before the one that is tested, for a source that sees only the present. */
  readonly before?: (source: MetricSource) => Promise<void>
  /** From now on the backend cannot be reached. */
  readonly goDown: () => Promise<void>
  readonly stop: () => Promise<void>
}

const never = new AbortController().signal
const happened = { baseline: { events: 7, trials: 900 }, candidate: { events: 3, trials: 100 } }

/** What every metric source promises (packages/metrics/src/source.ts), tried on one of them. */
export function describeSource(name: string, build: (happened: Happened) => Promise<SourceWorld>): void {
  async function within(
    what: Happened,
    act: (world: SourceWorld, source: MetricSource) => Promise<void>,
  ): Promise<void> {
    const world = await build(what)
    try {
      const source = openSource(name, world.settings, world.io ?? testIo())
      await world.before?.(source)
      await act(world, source)
    } finally {
      await world.stop()
    }
  }

  describe(`every source: ${name}`, () => {
    test('gives one block per slot, in order, and keeps the arms apart', async () => {
      await within(happened, async ({ query, span }, source) => {
        const samples = await source.observe(query, span, never)
        expect(samples.metric).toBe(query.name)
        expect(samples.blocks.map(({ from, to, weight }) => ({ from, to, weight }))).toEqual(span.slots)
        for (const { baseline, candidate } of samples.blocks) {
          expect(baseline).toEqual({ kind: 'proportion', ...happened.baseline })
          expect(candidate).toEqual({ kind: 'proportion', ...happened.candidate })
        }
      })
    })

    test('gives samples that a verdict can carry', async () => {
      await within('nothing', async ({ query, span }, source) => {
        const samples = await source.observe(query, span, never)
        expect(readSamples(JSON.parse(JSON.stringify(samples)))).toEqual(samples)
      })
    })

    test('calls nothing nothing, and never zero', async () => {
      await within('nothing', async ({ query, span }, source) => {
        expectAbsences(await source.observe(query, span, never), span)
      })
    })

    test('says in every block it cannot answer for that it could not be reached', async () => {
      await within(happened, async (world, source) => {
        await world.goDown()
        const { blocks } = await source.observe(world.query, world.span, never)
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
        await expect(source.observe(query, span, AbortSignal.abort(reason))).rejects.toBe(reason)
      })
    })

    test('may be asked for several metrics at once', async () => {
      await within(happened, async ({ query, span }, source) => {
        const all = await Promise.all([1, 2, 3].map(() => source.observe(query, span, never)))
        for (const samples of all) expect(samples.blocks[0]).toMatchObject({ candidate: happened.candidate })
      })
    })

    test('begins with a span that has no slots', async () => {
      await within(happened, async ({ query, span }, source) => {
        expect(await source.observe(query, { ...span, slots: [] }, never)).toMatchObject({ blocks: [] })
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

function sourceKind(name: string): (typeof sources)[keyof typeof sources] {
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
