import {
  decimal,
  duration,
  httpUrl,
  linesOf,
  optional,
  percent,
  text,
  textsField,
  Unacceptable,
  withDefault,
  yamlOf,
  type Field,
  itemOf,
} from '@sluice/action'
import { statusesField, type Expectations } from '@sluice/swap'

/** A request to the public address, sent at a constant rate during the whole swap. */
export interface ProbeSettings {
  readonly urls: readonly string[]
  readonly expected: Expectations
  readonly rate: number
  readonly timeoutMs: number
  /** Share of failed probes that must not be exceeded. */
  readonly limit: number
  /** At least this share of probes must be answered within this many milliseconds. */
  readonly latency: { readonly withinMs: number; readonly percentile: number } | undefined
}

/** How the target is watched once it serves. */
export interface WatchSettings {
  /** The target is watched at least this long, however good it looks. */
  readonly forMs: number
  /** An undecided watch of this length means the way back. */
  readonly atMostMs: number
  /** How long a block of observations is, and how often we look. */
  readonly everyMs: number
  /** Share that stays on the previous colour during the watch, as a control. */
  readonly holdBack: number
  /** Percents of users the target gets, one watch each; a fleet's cohorts. */
  readonly ladder: readonly number[]
  /** How long this job looks before it leaves an undecided swap to the next run; undefined: to the end. */
  readonly perRunMs: number | undefined
  readonly probe: ProbeSettings | undefined
  /** What `$arm` becomes for either colour where a source knows them by other names. */
  readonly arms: readonly [string, string] | undefined
}

const twoNames: Field<readonly [string, string]> = yamlOf('two names such as `blue green`', (data) => {
  const [one, two, ...more] = Array.isArray(data) ? data.map(String) : String(data).split(/[\s,]+/)
  if (one !== undefined && two !== undefined && one !== two && more.length === 0) return [one, two]
  throw new Unacceptable('must be two names such as `blue green`')
})

const rising: Field<readonly number[]> = yamlOf('rising percents such as `[5, 25, 100]`', (data) => {
  const rungs: readonly unknown[] = Array.isArray(data) ? data : [data]
  const numbers = rungs.map((rung) => Number(String(rung).replace(/\s*%$/, '')))
  const good = numbers.every((rung, i) => rung > (numbers[i - 1] ?? 0) && rung <= 100)
  if (!good || numbers.length === 0) throw new Unacceptable('must be rising percents such as `[5, 25, 100]`')
  return numbers
})

/** One address, or several as a YAML list, which arrives as lines or as JSON. */
const addresses: Field<readonly URL[]> = {
  ...linesOf(httpUrl()),
  parse: (given) =>
    linesOf(httpUrl()).parse(given.replaceAll(/^\[|\]$|"/g, '').replaceAll(/,(?=https?:)/g, '\n')),
}

const fields = {
  for: withDefault('5m', duration()),
  'at-most': optional(duration()),
  every: withDefault('15s', duration()),
  'hold-back': withDefault('0%', percent({ min: 0, max: 50 })),
  ladder: optional(rising),
  'per-run': optional(duration()),
  probe: optional(addresses),
  arms: optional(twoNames),
  'probe-rate': withDefault('10', decimal({ min: 0.1, max: 1000 })),
  'probe-timeout': withDefault('5s', duration()),
  'probe-limit': withDefault('1%', percent({ min: 0, max: 50 })),
  'probe-status': withDefault('2xx', statusesField),
  'probe-header': withDefault('{}', textsField('mapping of headers to expected values')),
  'probe-json': withDefault('{}', textsField('mapping of JSON paths to expected values')),
  'probe-text': optional(text('text or `/pattern/` that the body must contain')),
  'probe-latency': optional(duration()),
  'probe-percentile': withDefault('95%', percent({ min: 50, max: 99.9 })),
}

/** The `watch` input: a duration, or a mapping with `for`, `every`, `hold-back`, `ladder`, `probe`… */
export const watchField: Field<WatchSettings> = yamlOf(
  'a duration, or a mapping with `for`, `every`, `probe`…',
  (data) => {
    const given = itemOf(fields, typeof data === 'string' ? { for: data } : data, 'watch')
    const holdBack = given['hold-back']
    if (given.ladder !== undefined && holdBack > 0) {
      throw new Unacceptable(
        'takes `ladder` or `hold-back`, not both: the last step of a ladder already keeps a share back',
      )
    }
    const atMost = given['at-most'] ?? 2 * given.for
    if (atMost < given.for) {
      throw new Unacceptable(
        `\`at-most\` must not be shorter than \`for\`: at-most is ${atMost} ms, for is ${given.for} ms`,
      )
    }
    if (given.every <= 0 || given.for < given.every) {
      throw new Unacceptable(
        `\`for\` must not be shorter than \`every\`: for is ${given.for} ms, every is ${given.every} ms`,
      )
    }
    return {
      forMs: given.for,
      atMostMs: atMost,
      everyMs: given.every,
      holdBack,
      ladder: given.ladder ?? [100 * (1 - holdBack)],
      perRunMs: given['per-run'],
      probe: probeOf(given),
      arms: given.arms,
    }
  },
)

interface Probing {
  readonly probe: readonly URL[] | undefined
  readonly 'probe-rate': number
  readonly 'probe-timeout': number
  readonly 'probe-limit': number
  readonly 'probe-status': readonly string[]
  readonly 'probe-header': Readonly<Record<string, string>>
  readonly 'probe-json': Readonly<Record<string, string>>
  readonly 'probe-text': string | undefined
  readonly 'probe-latency': number | undefined
  readonly 'probe-percentile': number
}

function probeOf(given: Probing): ProbeSettings | undefined {
  const { probe } = given
  if (probe === undefined) return undefined
  const [rate, timeoutMs, limit] = [given['probe-rate'], given['probe-timeout'], given['probe-limit']]
  const latency = given['probe-latency']
  return {
    urls: probe.map((url) => url.href),
    expected: {
      status: given['probe-status'],
      header: given['probe-header'],
      json: given['probe-json'],
      text: given['probe-text'],
    },
    rate,
    timeoutMs,
    limit,
    latency: latency === undefined ? undefined : { withinMs: latency, percentile: given['probe-percentile'] },
  }
}
