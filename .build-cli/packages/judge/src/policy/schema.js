import { METRIC_KINDS, QUERY_PARTS } from '@sluice/verdict';
import { judges } from "../registry.js";
import { keysOf, KINDS, WORSE } from "./keys.js";
const AMOUNT = '^\\s*\\d+(\\.\\d+)?(e[+-]?\\d+)?\\s*(%|[\\p{L}µ][\\p{L}µ/ ]*)\\s*$';
const TEXT = { type: 'string', pattern: '\\S' };
const PROPERTIES = {
    name: { ...TEXT, description: 'What people call the metric; unique in the list.' },
    kind: { enum: KINDS, description: 'What the metric is made of.' },
    worse: { enum: WORSE, default: 'higher', description: 'Which change is for the worse.' },
    margin: {
        type: 'string',
        pattern: AMOUNT,
        description: 'The largest tolerated change: a share of the baseline (10%) or an amount (0.2 points, 5 ms).',
    },
    critical: { type: 'boolean', default: true, description: 'False: judged and shown, but never deciding.' },
    weight: {
        type: 'number',
        exclusiveMinimum: 0,
        default: 1,
        description: 'Share of the false-alarm budget, relative to the other critical metrics.',
    },
    judge: { enum: Object.keys(judges), description: 'How the metric is judged.' },
    limit: {
        type: ['number', 'string'],
        description: 'An absolute limit the candidate must keep, whatever the baseline does.',
    },
    unit: { ...TEXT, description: 'What the values are in, e.g. s or ms.' },
    settings: { type: 'object', description: 'Settings of the judge.' },
    quantile: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1, description: 'E.g. 0.95.' },
    ...Object.fromEntries(QUERY_PARTS.map((key) => [key, { ...TEXT, description: 'A query; $arm and $window are filled in.' }])),
};
function schemaOf(kind) {
    const keys = keysOf(kind);
    const { parts } = METRIC_KINDS[kind];
    const others = (part) => parts.filter((other) => other !== part);
    return {
        title: kind,
        type: 'object',
        properties: {
            ...Object.fromEntries(keys.map((key) => [key, PROPERTIES[key] ?? {}])),
            kind: { const: kind },
        },
        // Part of the texts measures nothing; none at all is right for a source that finds a metric by its name.
        ...(parts.length === 1
            ? {}
            : { dependencies: Object.fromEntries(parts.map((part) => [part, others(part)])) }),
        required: ['name', 'kind', ...(kind === 'quantile' ? ['quantile'] : [])],
        additionalProperties: false,
    };
}
/** JSON Schema of a list of metrics, made from the tables the parser reads, for editors. */
export function metricsSchema() {
    return {
        $schema: 'http://json-schema.org/draft-07/schema#',
        title: 'Metrics of a Sluice analysis',
        type: 'array',
        minItems: 1,
        items: {
            type: 'object',
            required: ['name', 'kind'],
            properties: { kind: PROPERTIES['kind'] },
            oneOf: KINDS.map(schemaOf),
        },
    };
}
