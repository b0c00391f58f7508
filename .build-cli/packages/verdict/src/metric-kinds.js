/** The query texts that a metric may have. Which ones it takes depends on its kind. */
export const QUERY_PARTS = [
    'events',
    'trials',
    'exposure',
    'histogram',
    'value',
    'n',
    'mean',
    'stddev',
];
/** Every kind of metric. Parsers, sources, judges and the JSON Schema read this one table. */
export const METRIC_KINDS = {
    proportion: { parts: ['events', 'trials'], samples: ['proportion'], judge: 'sequential' },
    count: { parts: ['events', 'exposure'], samples: ['count'], judge: 'sequential' },
    mean: { parts: ['n', 'mean', 'stddev'], samples: ['summary', 'values', 'scalar'], judge: 'sequential' },
    quantile: { parts: ['histogram'], samples: ['histogram', 'sketch', 'values'], judge: 'sequential' },
    series: { parts: ['value'], samples: ['values', 'scalar', 'summary'], judge: 'kayenta' },
    scalar: { parts: ['value'], samples: ['scalar', 'values', 'summary'], judge: 'threshold' },
};
/**
 * What is wrong with the texts of a metric, as the end of the sentence "metric NAME: …": texts of another kind, or only
 * some of those it needs. Undefined where all are given, and where none is: some sources find a metric by its name.
 */
export function textsProblem(kind, texts) {
    const { parts } = METRIC_KINDS[kind];
    const given = QUERY_PARTS.filter((part) => texts[part] !== undefined);
    const whole = parts.every((part) => given.includes(part));
    if (given.length === 0 || (whole && given.length === parts.length))
        return undefined;
    return `kind ${kind} takes ${listed(parts)}, got ${listed(given)}${advice(kind, texts)}`;
}
/** What people most often meant who gave a text of another kind. */
function advice(kind, texts) {
    if (texts.value !== undefined && (kind === 'mean' || kind === 'quantile'))
        return '. A single number per interval is kind scalar';
    return '';
}
function listed(parts) {
    const last = parts.at(-1) ?? 'none';
    return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
