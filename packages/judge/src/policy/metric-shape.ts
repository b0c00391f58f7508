import { s, jsonSchemaOf, type JsonSchema, type Schema } from '@sluice/schema'
import {
  isMetricKind,
  METRIC_KINDS,
  QUERY_PARTS,
  type MetricKind,
  type QueryPart,
  type Worse,
} from '@sluice/verdict'
import type { Judges } from '../registry.ts'
import { readAmount, readMargin, type Amount, type WrittenMargin } from './amount.ts'

/** A metric as a person wrote it: checked key by key, the amounts not yet read. */
export interface WrittenMetric extends Readonly<Partial<Record<QueryPart, string>>> {
  readonly name: string
  readonly kind: MetricKind
  readonly worse: Worse
  readonly judge: string
  readonly critical: boolean
  readonly weight: number
  readonly margin?: WrittenMargin
  readonly limit?: number | Amount
  readonly unit?: string
  readonly units?: string
  readonly settings?: Readonly<Record<string, unknown>>
  readonly quantile?: number
}

const KINDS = Object.keys(METRIC_KINDS).filter(isMetricKind)

const MARGIN_SPELLING = 'a share such as `10%` or an amount with its unit, such as `0.2 points` or `5 ms`'

const NUMBER = '\\d+(\\.\\d+)?(e[+-]?\\d+)?'
const UNIT = '(%|[\\p{L}µ][\\p{L}µ/ ]*)'

/** Whether the unit suits the metric is checked later, when the unit of its values is known. */
const MARGIN = s.described(
  s.custom(
    MARGIN_SPELLING,
    {
      type: 'string',
      pattern: `^\\s*${NUMBER}\\s*${UNIT}(,\\s*at least\\s+${NUMBER}\\s*(${UNIT})?)?\\s*$`,
    },
    readMargin,
  ),
  'The largest tolerated change: a share of the baseline (10%), an amount (0.2 points, 5 ms), or a share with a floor (10%, at least 0.05 points).',
)
const LIMIT = s.described(
  s.custom<number | Amount>(
    'a number or an amount such as `300 ms`',
    { type: ['number', 'string'] },
    (data) => (typeof data === 'number' && Number.isFinite(data) ? data : readAmount(data)),
  ),
  'An absolute limit the candidate must keep, whatever the baseline does.',
)
const QUANTILE = s.described(s.between(0, 1, 'a number between 0 and 1, such as 0.95'), 'E.g. 0.95.')
const UNITS = s.described(
  s.words,
  'What is independent of each other instead of requests: users, sessions, devices.',
)
const QUERY = s.described(s.words, 'A query; $arm and $window are filled in.')

function shapeOf(kind: MetricKind, judges: Judges): Schema<WrittenMetric> {
  const { parts, judge } = METRIC_KINDS[kind]
  const shape = s.object(
    {
      name: s.described(s.words, 'What people call the metric; unique in the list.'),
      kind: s.literal(kind),
      worse: s.described(
        s.usually(s.oneOf(['higher', 'lower', 'either']), 'higher'),
        'Which change is for the worse.',
      ),
      judge: s.described(s.usually(s.oneOf(Object.keys(judges)), judge), 'How the metric is judged.'),
      critical: s.described(s.usually(s.flag, true), 'False: judged and shown, but never deciding.'),
      weight: s.described(
        s.usually(s.between(0, Infinity, 'a number above 0'), 1),
        'Share of the false-alarm budget, relative to the other critical metrics.',
      ),
      ...(kind === 'quantile' ? { quantile: QUANTILE } : {}),
    },
    {
      margin: MARGIN,
      limit: LIMIT,
      ...(kind === 'proportion' || kind === 'mean' ? { units: UNITS } : {}),
      unit: s.described(s.words, 'What the values are in, e.g. s or ms.'),
      settings: s.described(s.record, 'Settings of the judge.'),
      ...Object.fromEntries(parts.map((part) => [part, QUERY])),
    },
  )
  // Part of the texts measures nothing; none at all is right for a source that finds a metric by its name.
  const whole = parts.map((part) => [part, parts.filter((other) => other !== part)] as const)
  const dependencies = whole.length === 1 ? {} : { dependencies: Object.fromEntries(whole) }
  return { ...shape, json: { title: kind, ...shape.json, ...dependencies } }
}

/** The shape of one metric, by its kind. */
export function metricShape(judges: Judges): Schema<WrittenMetric> {
  const shapes = Object.fromEntries(KINDS.map((kind) => [kind, shapeOf(kind, judges)]))
  const shape = s.variants('kind', shapes)
  return {
    ...shape,
    // Texts of another kind are told together, by the table of kinds, and not each as an unknown name.
    read: (data, path, problems) => {
      const table = typeof data === 'object' && data !== null ? Object.entries(data) : []
      const kind = KINDS.find((each) => table.some(([key, value]) => key === 'kind' && value === each))
      const foreign = QUERY_PARTS.filter(
        (part) => kind !== undefined && !METRIC_KINDS[kind].parts.includes(part),
      )
      if (Array.isArray(data) || kind === undefined) return shape.read(data, path, problems)
      const own = table.filter(([key]) => !foreign.some((part) => part === key))
      return shape.read(Object.fromEntries(own), path, problems)
    },
  }
}

/** JSON Schema of a list of metrics that may name any of these judges, made from the shape the parser reads, for editors. */
export function metricsSchemaWith(judges: Judges): JsonSchema {
  return jsonSchemaOf(s.listOf(metricShape(judges), 1), 'Metrics of a Sluice analysis')
}
