import {
  decimal,
  duration,
  httpUrl,
  optional,
  percent,
  Unacceptable,
  withDefault,
  yamlOf,
  type Field,
  itemOf,
} from '@sluice/action'

/** A request to the public address, sent at a constant rate during the whole swap. */
export interface ProbeSettings {
  readonly url: string
  readonly rate: number
  readonly timeoutMs: number
  /** Share of failed probes that must not be exceeded. */
  readonly limit: number
}

/** How the target is watched once it serves. */
export interface WatchSettings {
  /** An undecided watch of this length means the way back. */
  readonly forMs: number
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

const fields = {
  for: withDefault('5m', duration()),
  every: withDefault('15s', duration()),
  'hold-back': withDefault('0%', percent({ min: 0, max: 50 })),
  ladder: optional(rising),
  'per-run': optional(duration()),
  probe: optional(httpUrl()),
  arms: optional(twoNames),
  'probe-rate': withDefault('10', decimal({ min: 0.1, max: 1000 })),
  'probe-timeout': withDefault('5s', duration()),
  'probe-limit': withDefault('1%', percent({ min: 0, max: 50 })),
}

/** The `watch` input: a duration, or a mapping with `for`, `every`, `hold-back`, `ladder`, `probe`… */
export const watchField: Field<WatchSettings> = yamlOf(
  'a duration, or a mapping with `for`, `every`, `probe`…',
  (data) => {
    const given = itemOf(fields, typeof data === 'string' ? { for: data } : data, 'watch')
    const holdBack = given['hold-back']
    if (given.ladder !== undefined && holdBack > 0) {
      throw new Unacceptable(
        'takes `ladder` or `hold-back`, not both: the last rung of a ladder is its hold-back',
      )
    }
    if (given.every <= 0 || given.for < given.every) {
      throw new Unacceptable(
        `must last at least one look: \`for\` is ${given.for} ms, \`every\` ${given.every} ms`,
      )
    }
    return {
      forMs: given.for,
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
  readonly probe: URL | undefined
  readonly 'probe-rate': number
  readonly 'probe-timeout': number
  readonly 'probe-limit': number
}

function probeOf(given: Probing): ProbeSettings | undefined {
  const { probe } = given
  if (probe === undefined) return undefined
  const [rate, timeoutMs, limit] = [given['probe-rate'], given['probe-timeout'], given['probe-limit']]
  return { url: probe.href, rate, timeoutMs, limit }
}
