import {
  field,
  itemOf,
  optional,
  refuse,
  UserError,
  wholeNumber,
  yamlOf,
  type Field,
  type Io,
} from '@sluice/action'

/** How often to swap and swap back, and when that is allowed. */
export interface Rehearsal {
  readonly times: number
  /** Minutes of the day in UTC, the second one past midnight where it is the smaller one. */
  readonly between: readonly [number, number] | undefined
}

const hours = field('time of day in UTC such as `22:00-05:00`', (given): readonly [number, number] => {
  const [, ...parts] = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(given) ?? []
  const [h1, m1, h2, m2] = parts.map(Number)
  if (h1 === undefined || m1 === undefined || h2 === undefined || m2 === undefined) {
    return refuse('time of day in UTC such as `22:00-05:00`', given)
  }
  return [h1 * 60 + m1, h2 * 60 + m2]
})
const fields = { times: wholeNumber({ min: 1, max: 100 }), between: optional(hours) }

/** The `rehearse` input: how often, or a mapping with `times` and `between`. */
export const rehearseField: Field<Rehearsal> = yamlOf(
  'how often, or a mapping with `times` and `between`',
  (data) => itemOf(fields, typeof data === 'object' ? data : { times: data }, 'rehearse'),
)

/** Throws `OUTSIDE_HOURS` where a rehearsal is not allowed now. */
export function refuseOutside(between: Rehearsal['between'], io: Io): void {
  if (between === undefined) return
  const now = new Date(io.now())
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes()
  const [from, to] = between
  const within = from <= to ? minute >= from && minute < to : minute >= from || minute < to
  if (within) return
  throw new UserError(
    'OUTSIDE_HOURS',
    `rehearse: it is ${now.toISOString().slice(11, 16)} UTC, outside of \`between\``,
    'Run it at another time, or change `between`.',
  )
}
