import { METRIC_KINDS, QUERY_PARTS, type MetricKind } from '@sluice/verdict'
import type { Judges } from '../registry.ts'
import { keysOf, KINDS, WORSE } from './keys.ts'

const AMOUNT = '^\\s*\\d+(\\.\\d+)?(e[+-]?\\d+)?\\s*(%|[\\p{L}µ][\\p{L}µ/ ]*)\\s*$'
const TEXT = { type: 'string', pattern: '\\S' }

const PROPERTIES: Readonly<Record<string, object>> = {
  name: { ...TEXT, description: 'What people call the metric; unique in the list.' },
  kind: { enum: KINDS, description: 'What the metric is made of.' },
  worse: { enum: WORSE, default: 'higher', description: 'Which change is for the worse.' },
  margin: {
    type: 'string',
    pattern: AMOUNT,
    description:
      'The largest tolerated change: a share of the baseline (10%) or an amount (0.2 points, 5 ms).',
  },
  critical: { type: 'boolean', default: true, description: 'False: judged and shown, but never deciding.' },
  weight: {
    type: 'number',
    exclusiveMinimum: 0,
    default: 1,
    description: 'Share of the false-alarm budget, relative to the other critical metrics.',
  },
  limit: {
    type: ['number', 'string'],
    description: 'An absolute limit the candidate must keep, whatever the baseline does.',
  },
  unit: { ...TEXT, description: 'What the values are in, e.g. s or ms.' },
  settings: { type: 'object', description: 'Settings of the judge.' },
  quantile: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1, description: 'E.g. 0.95.' },
  ...Object.fromEntries(
    QUERY_PARTS.map((key) => [key, { ...TEXT, description: 'A query; $arm and $window are filled in.' }]),
  ),
}

function schemaOf(judges: Judges, kind: MetricKind): object {
  const keys = keysOf(kind)
  const { parts } = METRIC_KINDS[kind]
  const others = (part: string) => parts.filter((other) => other !== part)
  return {
    title: kind,
    type: 'object',
    properties: {
      ...Object.fromEntries(keys.map((key) => [key, PROPERTIES[key] ?? {}])),
      kind: { const: kind },
      judge: { enum: Object.keys(judges), description: 'How the metric is judged.' },
    },
    // Part of the texts measures nothing; none at all is right for a source that finds a metric by its name.
    ...(parts.length === 1
      ? {}
      : { dependencies: Object.fromEntries(parts.map((part) => [part, others(part)])) }),
    required: ['name', 'kind', ...(kind === 'quantile' ? ['quantile'] : [])],
    additionalProperties: false,
  }
}

/** JSON Schema of a list of metrics that may name any of these judges, made from the tables the parser reads. */
export function metricsSchemaWith(judges: Judges): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Metrics of a Sluice analysis',
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: ['name', 'kind'],
      properties: { kind: PROPERTIES['kind'] },
      oneOf: KINDS.map((kind) => schemaOf(judges, kind)),
    },
  }
}
