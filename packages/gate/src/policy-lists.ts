import {
  duration,
  field,
  listOf,
  mapOfText,
  oneOf,
  optional,
  parseSettings,
  refuse,
  text,
  Unacceptable,
  UserError,
  wholeNumber,
  withDefault,
  yamlOf,
  type Field,
  type Fields,
  type Values,
} from '@sluice/action'
import { parseLocal, parseWeekly, zone } from './calendar/local-time.ts'
import type { WeekMinute } from './calendar/local-time.ts'
import { CONDITION_KINDS, type ConditionKind } from './reasons.ts'

/** One action whose verdict is asked for. */
export interface Requirement {
  readonly action: string
  /** Undefined: the service the gate was asked about, or any one where it was asked about none. */
  readonly services?: readonly string[]
  /** Where the evidence was gathered; undefined: where the gate was told to look. */
  readonly environment?: string
  readonly minTrials?: number
  readonly maxAgeMs?: number
}

/** A span in which nothing opens. Wall times are milliseconds as if the zone were UTC. */
export type Freeze = FreezeTime & {
  /** A commit that was deployed there before may go back during the freeze. */
  readonly rollbacks: boolean
}

type FreezeTime =
  | {
      readonly kind: 'span'
      readonly name: string
      readonly from: number
      readonly to: number
      readonly zone: string
    }
  | {
      readonly kind: 'weekly'
      readonly name: string
      readonly from: WeekMinute
      readonly to: WeekMinute
      readonly zone: string
    }
  /** An ICS file in the repository; its floating times are read in `zone`. */
  | {
      readonly kind: 'calendar'
      readonly name: string
      readonly path: string
      readonly zone: string
      /** `owner/name` whose file it is; undefined: the repository that is gated. */
      readonly repository?: string
    }

/** Services that are promoted in lock step. */
export interface Quorum {
  readonly name: string
  readonly services: readonly string[]
  readonly atLeast: number
}

/** Which kinds of unmet conditions a team may set aside, with a reason. */
export interface OverrideRule {
  readonly team: string
  readonly may: readonly ConditionKind[]
  /** How long after it was written, milliseconds. */
  readonly forMs: number
}

const actionShape = 'name such as `canary-step`'
const action = field(actionShape, (given) =>
  /^[a-z][a-z0-9-]*$/.test(given) ? given : refuse(actionShape, given),
)

/** One action per line, or a mapping with `action`, `services`, `environment`, `min-trials`, `max-age`. */
export const requirements: Field<readonly Requirement[]> = {
  ...listItems(
    'list of actions, or of mappings with `action`, `services`, `environment`',
    {
      action,
      services: optional(listOf(text('service name'))),
      environment: optional(text('environment name')),
      'min-trials': optional(wholeNumber({ min: 0 })),
      'max-age': optional(duration()),
    },
    (given) => ({
      action: given.action,
      ...(given.services === undefined ? {} : { services: given.services }),
      ...(given.environment === undefined ? {} : { environment: given.environment }),
      ...(given['min-trials'] === undefined ? {} : { minTrials: given['min-trials'] }),
      ...(given['max-age'] === undefined ? {} : { maxAgeMs: given['max-age'] }),
    }),
    'action',
  ),
}

export const freezes = listItems(
  'list of mappings with `name` and either `from` and `to`, `weekly`, or `calendar`',
  {
    name: text('name'),
    from: optional(field('local time such as `2026-12-20 18:00`', parseLocal)),
    to: optional(field('local time such as `2026-12-20 18:00`', parseLocal)),
    weekly: optional(field('span such as `Fri 16:00 - Mon 08:00`', parseWeekly)),
    calendar: optional(text('path of an ICS file')),
    zone: optional(zone),
    rollbacks: withDefault('wait', oneOf(['wait', 'pass'])),
  },
  (given): Freeze => {
    const { name } = given
    const rollbacks = given.rollbacks === 'pass'
    const where = given.zone ?? 'UTC'
    const ways = [given.from, given.weekly, given.calendar].filter((way) => way !== undefined).length
    if (ways !== 1 || (given.from === undefined) !== (given.to === undefined)) {
      throw new Unacceptable(
        `freeze ${name}: give either \`from\` and \`to\`, or \`weekly\`, or \`calendar\``,
      )
    }
    if (given.weekly !== undefined) return { kind: 'weekly', name, rollbacks, ...given.weekly, zone: where }
    if (given.calendar !== undefined)
      return { kind: 'calendar', name, rollbacks, path: given.calendar, zone: where }
    const { from = 0, to = 0 } = given
    if (to <= from) throw new Unacceptable(`freeze ${name}: \`to\` must be after \`from\``)
    return { kind: 'span', name, rollbacks, from, to, zone: where }
  },
)

export const quorums = listItems(
  'list of mappings with `name`, `services`, `at-least`',
  {
    name: text('name'),
    services: listOf(text('service name')),
    'at-least': optional(wholeNumber({ min: 1 })),
  },
  ({ name, services, 'at-least': atLeast = services.length }): Quorum => {
    if (atLeast <= services.length) return { name, services, atLeast }
    throw new Unacceptable(
      `quorum ${name}: \`at-least\` is ${atLeast}, but the quorum has only ${services.length} services`,
    )
  },
)

export const overrideRules = listItems(
  'list of mappings with `team` and `may`',
  {
    team: text('team slug'),
    may: optional(listOf(oneOf(CONDITION_KINDS))),
    for: withDefault('24h', duration()),
  },
  ({ team, may, for: forMs }): OverrideRule => ({
    team: team.replace(/^.*\//, ''),
    may: may ?? ['freeze'],
    forMs,
  }),
)

/** A YAML list of mappings (or, where `short` names a field, of plain words standing for it), each read by the same fields. */
export function listItems<F extends Fields, T>(
  shape: string,
  fields: F,
  build: (given: Values<F>) => T,
  short?: string,
): Field<readonly T[]> {
  return yamlOf(shape, (data) => {
    const items = typeof data === 'string' ? data.split(/[\n,\s]+/).filter((word) => word !== '') : data
    if (!Array.isArray(items) || items.length === 0)
      throw new Unacceptable(`must be ${shape}, with at least one item`)
    return items.map((item: unknown, i) => readItem(item, `item ${i + 1}`, fields, build, short))
  })
}

/** The same for names that may have spaces in them: plain words stand on lines of their own. */
export function namedItems<F extends Fields, T>(
  shape: string,
  fields: F,
  build: (given: Values<F>) => T,
): Field<readonly T[]> {
  const items = listItems(shape, fields, build, 'name')
  const lines = (given: string): readonly string[] =>
    given
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  return {
    ...items,
    parse: (given) => items.parse(/^[[{-]/.test(given) ? given : JSON.stringify(lines(given))),
  }
}

function readItem<F extends Fields, T>(
  item: unknown,
  where: string,
  fields: F,
  build: (given: Values<F>) => T,
  short: string | undefined,
): T {
  const settings =
    typeof item === 'string' && short !== undefined
      ? { [short]: item }
      : mapOfText(where).parse(JSON.stringify(item))
  try {
    return build(parseSettings(fields, settings, where))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    throw new Unacceptable(`${where}: ${error.message.replaceAll('\n', '; ')}`)
  }
}
