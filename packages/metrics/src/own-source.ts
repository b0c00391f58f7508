import { meansNoAnswer, ownFields, ownModule, UserError, type Io } from '@sluice/action'
import { readSamples, VerdictRefused, type Arm, type Block, type Samples } from '@sluice/verdict'
import type { MetricQuery, OpenedReader, Slot, SourceKind } from './contract.ts'
import { defineSource } from './define-source.ts'
import { absent, nothingFrom } from './reading.ts'

/** What a module of one's own may use of the world. `mask` hides a value in every log. */
export type OwnIo = Pick<Io, 'fetch' | 'now' | 'sleep' | 'env' | 'mask' | 'log'>

/** The default export of a module that is a source: `source: ./path/to/source.mjs`. */
export interface OwnSource {
  /** Names of settings that are hidden in every log. */
  readonly secrets?: readonly string[]
  /** Gets the settings as they were given, all of them text. What it throws ends the run, with its message. */
  readonly open: (settings: Readonly<Record<string, string>>, io: OwnIo) => OpenedReader
}

/** A source whose code is the user's own. What it gives is checked; what it throws is an absence, and no crash. */
export function ownSource(path: string, given: Readonly<Record<string, string>>, io: Io): SourceKind {
  const own = ownModule(path, io) as unknown as OwnSource
  const { secrets = [] } = own
  const fields = ownFields(Object.keys(given), secrets, 'source')
  return defineSource('A source of your own.', fields, (_, real) => {
    const reader = opened(path, () => own.open(given, real))
    const { lagMs, granularityMs, readsPast, rolesAreFixed, asksEach, past } = reader
    return {
      // By name: methods and getters of a class would be lost by a copy.
      ...(lagMs === undefined ? {} : { lagMs }),
      ...(granularityMs === undefined ? {} : { granularityMs }),
      ...(readsPast === undefined ? {} : { readsPast }),
      ...(rolesAreFixed === undefined ? {} : { rolesAreFixed }),
      ...(asksEach === undefined ? {} : { asksEach }),
      observe: async (queries, span, signal) => {
        try {
          return checked(path, await reader.observe(queries, span, signal), queries, span.slots)
        } catch (error) {
          signal.throwIfAborted()
          if (error instanceof Error && error.name === 'BadQuery')
            throw new UserError('BAD_QUERY', `${path}: ${error.message}`, 'Fix it in `metrics`.')
          const why = `${path}: ${error instanceof Error ? error.message : String(error)}`
          return queries.map((query) =>
            nothingFrom(
              query,
              span,
              absent(meansNoAnswer(error) ? 'source_unreachable' : 'source_refused', why),
            ),
          )
        }
      },
      ...(past === undefined
        ? {}
        : {
            past: async (queries, wish, signal) => {
              const { from, to, intervalMs } = wish
              const slots = Array.from({ length: Math.floor((to - from) / intervalMs) }, (_, i) => {
                const start = from + i * intervalMs
                return { from: start, to: start + intervalMs, weight: 0 }
              })
              return checked(path, await past.call(reader, queries, wish, signal), queries, slots)
            },
          }),
    }
  })
}

function opened(path: string, open: () => OpenedReader): OpenedReader {
  try {
    const reader = open()
    if (typeof reader.observe === 'function') {
      checkTraits(path, reader)
      return reader
    }
  } catch (error) {
    if (error instanceof UserError) throw error
    throw notOpened(path, error instanceof Error ? error.message : String(error))
  }
  throw notOpened(path, '`open` must return an object with a function `observe`')
}

/** Settings are text: a lag of `'1m'` would mean that no data ever arrive. */
function checkTraits(path: string, reader: OpenedReader): void {
  for (const name of ['lagMs', 'granularityMs'] as const) {
    const value: unknown = reader[name]
    if (value !== undefined && !(typeof value === 'number' && Number.isFinite(value) && value >= 0))
      throw notOpened(path, `\`${name}\` must be a number of milliseconds, got ${JSON.stringify(value)}`)
  }
  for (const name of ['readsPast', 'rolesAreFixed', 'asksEach'] as const) {
    const value: unknown = reader[name]
    if (value !== undefined && typeof value !== 'boolean')
      throw notOpened(path, `\`${name}\` must be true or false, got ${JSON.stringify(value)}`)
  }
}

function notOpened(path: string, why: string): UserError {
  return new UserError('MODULE_REFUSED', `${path}: ${why}`, 'Fix the module, or `source-settings`.')
}

/** One sample for each metric with one block for each interval, in order; anything else is an absence in its place. */
function checked(
  path: string,
  given: unknown,
  queries: readonly MetricQuery[],
  slots: readonly Slot[],
): readonly Samples[] {
  const all: readonly unknown[] = Array.isArray(given) ? given : []
  return queries.map((query, i) => {
    const wrong = (why: string): Samples =>
      nothingFrom(query, { slots }, absent('source_refused', `${path}: ${why}`))
    try {
      const samples = readSamples(JSON.parse(JSON.stringify(all[i] ?? null)))
      const fits =
        samples.metric === query.name &&
        samples.blocks.length === slots.length &&
        samples.blocks.every(({ from, to, weight }, k) => {
          const slot = slots[k]
          return slot !== undefined && from === slot.from && to === slot.to && weight === slot.weight
        })
      return fits
        ? { ...samples, blocks: samples.blocks.map(sound) }
        : wrong('it must give one block for each interval, in order, under the name of the metric')
    } catch (error) {
      if (error instanceof VerdictRefused || error instanceof SyntaxError) return wrong(error.message)
      throw error
    }
  })
}

function sound({ baseline, candidate, ...slot }: Block): Block {
  return { ...slot, baseline: soundArm(baseline), candidate: soundArm(candidate) }
}

/** Counts that contradict each other are an absence, as from every other source. */
function soundArm(arm: Arm): Arm {
  if (arm.kind === 'proportion') {
    const { events, trials } = arm
    if (events < 0 || trials < 0) return absent('negative', `events ${events}, trials ${trials}`)
    if (events > trials) return absent('events_exceed_trials', `${events} events among ${trials} trials`)
  }
  if (arm.kind === 'count') {
    const { events, exposure } = arm
    if (events < 0 || exposure < 0) return absent('negative', `events ${events}, exposure ${exposure}`)
    if (exposure === 0) return absent(events > 0 ? 'events_without_exposure' : 'zero_exposure')
  }
  return arm
}
