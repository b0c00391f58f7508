import { decimal, duration, field, parseFields, percent, refuse, withDefault } from '@sluice/action'
import { readRecording } from '@sluice/metrics'
import type { CliIo } from '../command.ts'
import { readText } from '../judge/documents.ts'
import { noPlan } from './source.ts'

/** The baseline's past: one proportion, and the seconds of each interval. */
export interface PlanHistory {
  readonly counts: readonly { readonly events: number; readonly exposure: number }[]
  readonly seconds: number
}

/** What a plan is asked for: rates and shares from 0 to 1, requests per second of both arms together. */
export interface PlanRequest {
  /** What the baseline did before, where the plan is made from it: counts of one interval each. */
  readonly history?: PlanHistory
  readonly baseRate: number
  readonly share: number
  readonly margin: number
  readonly traffic: number
  readonly confidence: number
  readonly patienceMs: number
}

const perSecond = field('requests with their time, such as `100/s` or `6000/m`', (given) => {
  const match = /^(\d+(?:\.\d+)?)\s*\/\s*(s|m|h)$/.exec(given)
  const seconds = { s: 1, m: 60, h: 3600 }[match?.[2] ?? ''] ?? Number.NaN
  const value = Number(match?.[1]) / seconds
  return value > 0 ? value : refuse('requests with their time, such as `100/s` or `6000/m`', given)
})

/** The options of `sluice plan`, each spelled `--name value`. */
const planFields = {
  'base-rate': percent({ min: 0.00001, max: 99 }),
  share: withDefault('5%', percent({ min: 0.01, max: 99.99 })),
  margin: withDefault('25%', percent({ min: 0.1, max: 10_000 })),
  traffic: perSecond,
  confidence: withDefault('0.95', decimal({ min: 0.5, max: 0.99999 })),
  patience: withDefault('1h', duration()),
} as const

/** Reads the options of `sluice plan`; a `UserError` names every one that is wrong. */
export function readPlanRequest(
  given: Readonly<Record<string, string | undefined>>,
  history?: PlanHistory,
): PlanRequest {
  const known: Readonly<Record<string, string>> = history === undefined ? {} : asOptions(history)
  const read = parseFields(
    planFields,
    (name) => given[name] ?? known[name] ?? '',
    'the options of `sluice plan`',
  )
  return {
    ...(history === undefined ? {} : { history }),
    baseRate: read['base-rate'],
    share: read.share,
    margin: read.margin,
    traffic: read.traffic,
    confidence: read.confidence,
    patienceMs: read.patience,
  }
}

/** How long people want to wait, in milliseconds; 1 h unless `patience` says otherwise. */
export function readPatience(given: Readonly<Record<string, unknown>>): number {
  const { patience } = planFields
  const text = given['patience']
  const read = parseFields(
    { patience },
    () => (typeof text === 'string' ? text : ''),
    'the options of `sluice plan`',
  )
  return read.patience
}

/** What a history says of the options that it replaces. */
function asOptions({ counts, seconds }: PlanHistory): Readonly<Record<string, string>> {
  const events = counts.reduce((sum, each) => sum + each.events, 0)
  const exposure = counts.reduce((sum, each) => sum + each.exposure, 0)
  const percent = Math.max(0.00001, (100 * events) / exposure)
  return {
    'base-rate': `${percent.toFixed(8)}%`,
    traffic: `${(exposure / counts.length / seconds).toFixed(6)}/s`,
  }
}

const LEAST = 100

/** The baseline's counts of one metric in a recording, block by block. Throws `UserError`. */
export async function readPlanHistory(
  path: string,
  metric: string | undefined,
  io: CliIo,
): Promise<PlanHistory> {
  const all = readRecording(await readText(path, io), path.endsWith('.csv') ? 'csv' : 'ndjson', path)
  const names = all.map((each) => each.metric)
  const [only, ...more] = metric === undefined ? all : all.filter((each) => each.metric === metric)
  if (only === undefined || more.length > 0)
    throw noPlan(`${path}: name one of its metrics: ${names.join(', ')}`, 'Give `--metric NAME`.')
  const counts = only.blocks.flatMap(({ baseline }) =>
    baseline.kind === 'proportion' && baseline.trials > 0
      ? [{ events: baseline.events, exposure: baseline.trials }]
      : [],
  )
  const [first] = only.blocks
  if (first === undefined || counts.length < LEAST)
    throw noPlan(
      `${path}: "${only.metric}" has ${counts.length} intervals of a proportion with traffic; at least ${LEAST} are needed`,
      'Record a longer time, such as a day.',
    )
  return { counts, seconds: (first.to - first.from) / 1000 }
}
