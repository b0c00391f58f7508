import { UserError } from '@sluice/action'
import type { AbsentArm, QueryPart } from '@sluice/verdict'
import type { Patience } from '../ask.ts'
import type { Facts, Slot } from '../contract.ts'
import { fillIn } from '../query-parts.ts'
import { absent, type Reading } from '../reading.ts'
import { numberIn, type Series } from './answer.ts'
import type { PrometheusAnswer, Client } from './client.ts'
import { runsOf, type Run } from './runs.ts'
import { batchesOf, joined, parted, refusedBy, type Found } from './together.ts'

/** One text of one metric for one arm. */
export interface Expression {
  readonly part: QueryPart
  readonly text: string
  readonly arm: string
}

/** What the reading needs besides the expressions. */
export interface Reach {
  readonly client: Client
  readonly patience: Patience
  readonly facts: Facts
  readonly signal: AbortSignal
}

/** The fact that a server does not take several expressions in one query. */
const APART = 'apart'

/**
 * For every expression one reading per slot, or the absence that befell the asking. Expressions are asked together,
 * one query for several of them. Throws `QUERY_REFUSED`, quoting the query, when the server finds one wrong.
 */
export async function readSlots(
  reach: Reach,
  expressions: readonly Expression[],
  slots: readonly Slot[],
): Promise<readonly (readonly Reading[] | AbsentArm)[]> {
  const runs = await Promise.all(runsOf(slots).map((run) => readRun(reach, expressions, run)))
  return expressions.map((_, i) => {
    const readings: Reading[] = []
    for (const run of runs) {
      const own = run[i] ?? absent('no_data')
      if ('kind' in own) return own
      readings.push(...own)
    }
    return readings
  })
}

async function readRun(
  reach: Reach,
  expressions: readonly Expression[],
  run: Run,
): Promise<readonly (readonly Reading[] | AbsentArm)[]> {
  const { client, patience, signal } = reach
  const texts = expressions.map(({ text, arm }) => fillIn(text, arm, run.widthMs))
  const [first] = run.slots
  const last = run.slots.at(-1)
  if (first === undefined || last === undefined) return expressions.map(() => [])
  const range = { start: first.to, end: last.to, step: run.stepMs }
  const found =
    run.slots.length === 1
      ? undefined
      : await askAll(reach, texts, (text) => client.between(text, range, patience, signal))
  const wanted = new Set(run.slots.map((slot) => slot.to))
  const moved = found?.some(
    (each) =>
      each.kind === 'series' &&
      each.series.some(({ points }) => [...points.keys()].some((ms) => !wanted.has(ms))),
  )
  // A query frontend (Thanos) may move the points to multiples of the step; single instants it leaves alone.
  const bySlot =
    found === undefined || moved === true
      ? await Promise.all(
          run.slots.map((slot) => askAll(reach, texts, (text) => client.at(text, slot.to, patience, signal))),
        )
      : run.slots.map(() => found)
  return expressions.map(({ part }, i) => {
    const readings: Reading[] = []
    for (const [k, slot] of run.slots.entries()) {
      const own = bySlot[k]?.[i] ?? absent('no_data')
      if (own.kind === 'absent') return own
      if (own.kind === 'wrong') return refusedBy(own.said)
      readings.push(readingAt(part, own.series, slot.to))
    }
    return readings
  })
}

/** Asks some expressions together, and apart where that is what a server or an error needs. */
export async function askAll(
  { facts }: Reach,
  texts: readonly string[],
  send: (text: string) => Promise<PrometheusAnswer>,
): Promise<readonly Found[]> {
  const batches = facts.has(APART) ? texts.map((text) => [text]) : batchesOf(texts)
  const answers = await Promise.all(
    batches.map(async (batch) => {
      const together = parted(await send(joined(batch)), batch)
      if (together !== undefined) return together
      const apart = await Promise.all(
        batch.map(async (text) => parted(await send(text), [text])?.[0] ?? absent('no_data')),
      )
      // None is wrong by itself: then it is the joining that the server refuses.
      if (apart.every(({ kind }) => kind === 'series')) facts.add(APART)
      return apart
    }),
  )
  const found = answers.flat()
  const wrong = found.findIndex((each) => each.kind === 'wrong' && each.fatal)
  const said = found[wrong]
  if (said === undefined || said.kind !== 'wrong') return found
  throw new UserError(
    'QUERY_REFUSED',
    `the metrics server refused the query ${JSON.stringify(texts[wrong])}: ${said.said}`,
    'Fix the query in `metrics`.',
  )
}

/** What the series of one text say at one time. */
export function readingAt(part: QueryPart, all: readonly Series[], ms: number): Reading {
  const series = all.filter(({ points }) => points.has(ms))
  if (series.length === 0) return { kind: 'nothing' }
  const valueOf = ({ points }: Series): number => points.get(ms) ?? Number.NaN
  if (part !== 'histogram' || series.some(({ labels }) => labels['le'] === undefined)) {
    return { kind: 'numbers', values: series.map(valueOf) }
  }
  const groups = new Set(series.map(({ labels }) => JSON.stringify({ ...labels, le: '' })))
  if (groups.size > 1) {
    return absent(
      'source_refused',
      `the query returned ${groups.size} histograms: aggregate, as in sum by (le) (…)`,
    )
  }
  return { kind: 'buckets', buckets: series.map((one) => [numberIn(one.labels['le'] ?? ''), valueOf(one)]) }
}
