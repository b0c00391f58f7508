import type { Absence, AbsentArm, Arm, Block, MetricKind, QueryPart, Samples } from '@sluice/verdict'
import { histogramArm } from './cumulative.ts'
import type { MetricQuery, ProbeFinding, Span } from './contract.ts'

/** What one text came back with for one arm and one slot. `nothing`: it was asked and matched no series. */
export type Reading =
  | { readonly kind: 'numbers'; readonly values: readonly number[] }
  | { readonly kind: 'buckets'; readonly buckets: readonly (readonly [bound: number, count: number])[] }
  /** Single measurements, one each; only a histogram can be made of them. */
  | { readonly kind: 'raw'; readonly values: readonly number[] }
  | { readonly kind: 'nothing' }
  | AbsentArm

export type ArmReadings = Readonly<Partial<Record<QueryPart, readonly Reading[]>>>

export interface Readings {
  readonly baseline: ArmReadings
  readonly candidate: ArmReadings
}

/** The readings of one metric and one arm, slot by slot, by the part that they were read for. */
export function byPart(
  read: readonly { readonly part: QueryPart; readonly reading: Reading }[],
): ArmReadings {
  const parts = new Set(read.map(({ part }) => part))
  return Object.fromEntries(
    [...parts].map((part) => [
      part,
      read.filter((place) => place.part === part).map(({ reading }) => reading),
    ]),
  )
}

/** What a probe found; `nothing` is what it means that nothing came back. */
export function findingFrom(part: QueryPart, asked: string, reading: Reading, nothing: string): ProbeFinding {
  if (reading.kind === 'absent') {
    const isEmpty = reading.absence === 'no_data' || reading.absence === 'not_observed'
    const hints = [`${reading.absence}: ${reading.detail ?? ''}`]
    return { part, asked, found: 0, hints, ...(isEmpty ? {} : { failed: true }) }
  }
  if (reading.kind === 'nothing') return { part, asked, found: 0, hints: [nothing] }
  if (reading.kind === 'buckets') return { part, asked, found: reading.buckets.length, hints: [] }
  const [value, ...more] = reading.values
  const only = more.length === 0 && value !== undefined ? { value } : {}
  return { part, asked, found: reading.values.length, ...only, hints: [] }
}

/** A stated absence, its detail on one line and cut. */
export function absent(absence: Absence, detail?: string): AbsentArm {
  if (detail === undefined) return { kind: 'absent', absence }
  const line = detail.replaceAll(/\s+/g, ' ').trim()
  return { kind: 'absent', absence, detail: line.length > 300 ? `${line.slice(0, 299)}…` : line }
}

/** The same absence in both arms of every block. */
export function nothingFrom(query: MetricQuery, span: Pick<Span, 'slots'>, reason: AbsentArm): Samples {
  const blocks = span.slots.map((slot): Block => ({ ...slot, baseline: reason, candidate: reason }))
  return { metric: query.name, blocks }
}

/** One block per slot, from what was read; `notes` go with them. */
export function assemble(
  query: MetricQuery,
  span: Span,
  readings: Readings,
  notes: readonly string[] = [],
): Samples {
  const blocks = span.slots.map((slot, i): Block => {
    const arm = (read: ArmReadings): Arm => armOf(query.kind, (part) => read[part]?.[i])
    const baseline = arm(readings.baseline)
    const candidate = arm(readings.candidate)
    return { from: slot.from, to: slot.to, weight: slot.weight, baseline, candidate }
  })
  return { metric: query.name, blocks, ...(notes.length === 0 ? {} : { notes }) }
}

type Read = (part: QueryPart) => Reading | undefined

/** What one arm did in one slot, from what its texts came back with. */
export function armOf(kind: MetricKind, read: Read): Arm {
  switch (kind) {
    case 'proportion':
      return proportion(read)
    case 'count':
      return count(read)
    case 'mean':
      return summary(read)
    case 'quantile':
      return histogram(read)
    case 'series':
      return series(read)
    case 'scalar':
      return withNumbers(read, ['value'], ([value = 0]) => ({ kind: 'scalar', value }))
  }
}

/** Rounding of the source's own arithmetic; beyond it more events than trials is a contradiction. */
const ROUNDING = 1e-9

function proportion(read: Read): Arm {
  // A sum over no rows is nothing; where there were no trials, it is none.
  if (number(read('trials')) === 0 && read('events')?.kind === 'nothing')
    return { kind: 'proportion', events: 0, trials: 0 }
  return withNumbers(read, ['trials', 'events'], ([trials = 0, events = 0]) => {
    if (events < 0 || trials < 0) return absent('negative', `events ${events}, trials ${trials}`)
    if (events > trials * (1 + ROUNDING)) {
      return absent('events_exceed_trials', `${events} events among ${trials} trials`)
    }
    return { kind: 'proportion', events: Math.min(events, trials), trials }
  })
}

function count(read: Read): Arm {
  return withNumbers(read, ['events', 'exposure'], ([events = 0, exposure = 0]) => {
    if (events < 0 || exposure < 0) return absent('negative', `events ${events}, exposure ${exposure}`)
    if (exposure === 0) return absent(events > 0 ? 'events_without_exposure' : 'zero_exposure')
    return { kind: 'count', events, exposure }
  })
}

function summary(read: Read): Arm {
  const n = number(read('n'))
  if (n === 0) return { kind: 'summary', n: 0, mean: 0, m2: 0 }
  return withNumbers(read, ['n', 'mean', 'stddev'], ([size = 0, mean = 0, stddev = 0]) => {
    if (size < 0 || stddev < 0) return absent('negative', `n ${size}, stddev ${stddev}`)
    return { kind: 'summary', n: size, mean, m2: size * stddev * stddev }
  })
}

function histogram(read: Read): Arm {
  const reading = read('histogram')
  if (reading === undefined || reading.kind === 'nothing') return absent('no_data')
  if (reading.kind === 'absent') return reading
  if (reading.kind === 'buckets') return histogramArm(reading.buckets)
  if (reading.kind === 'raw') return finite(reading.values)
  return absent('source_refused', 'the query returned no series with an le label; write sum by (le) (…)')
}

function series(read: Read): Arm {
  const reading = read('value')
  if (reading?.kind !== 'numbers') return reading?.kind === 'absent' ? reading : absent('no_data')
  return finite(reading.values)
}

function finite(values: readonly number[]): Arm {
  const strange = values.find((value) => !Number.isFinite(value))
  return strange === undefined ? { kind: 'values', values } : notFinite(strange)
}

/** Hands over finite numbers for all of the parts, or says of the first that is missing what it lacks. */
function withNumbers(read: Read, parts: readonly QueryPart[], make: (values: number[]) => Arm): Arm {
  const values: number[] = []
  for (const part of parts) {
    const value = number(read(part))
    if (typeof value !== 'number') return value.detail === undefined ? absent(value.absence, part) : value
    values.push(value)
  }
  return make(values)
}

function number(reading: Reading | undefined): number | AbsentArm {
  if (reading === undefined || reading.kind === 'nothing') return absent('no_data')
  if (reading.kind === 'absent') return reading
  const [value, ...more] = reading.kind === 'numbers' ? reading.values : []
  if (value === undefined || more.length > 0) {
    const found = reading.kind === 'numbers' ? `${reading.values.length} series` : 'buckets'
    return absent(
      'source_refused',
      `the query returned ${found} and must return one: aggregate, as in sum(…)`,
    )
  }
  return Number.isFinite(value) ? value : notFinite(value)
}

function notFinite(value: number): AbsentArm {
  return absent(Number.isNaN(value) ? 'not_a_number' : 'infinite')
}
