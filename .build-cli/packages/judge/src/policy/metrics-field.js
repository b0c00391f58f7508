import { Unacceptable, yamlOf } from '@sluice/action';
import { judges } from "../registry.js";
import { isTable, told } from "./entry.js";
import { parseMetric } from "./parse-metric.js";
/** Reads a list of metrics. Throws `Unacceptable` with a line for every problem, unknown and repeated names included. */
export function parseMetrics(data) {
    if (!Array.isArray(data) || data.length === 0)
        throw new Unacceptable(`must be a list of metrics, got ${told(data)}`);
    const problems = [];
    const parsed = data.map((each, i) => parseOne(each, i + 1, problems));
    const names = parsed.flatMap((each) => (each === undefined ? [] : [each.query.name]));
    const repeated = new Set(names.filter((name, i) => names.indexOf(name) !== i));
    for (const name of repeated)
        problems.push(`${name}: name must be unique, got it twice`);
    if (problems.length > 0)
        throw new Unacceptable(`must be a list of metrics:\n${problems.map((p) => `  ${p}`).join('\n')}`);
    const whole = parsed.filter((each) => each !== undefined);
    return { policies: whole.map(({ policy }) => policy), queries: whole.map(({ query }) => query) };
}
function parseOne(data, place, problems) {
    if (isTable(data))
        return parseMetric(data, place, Object.keys(judges), problems);
    problems.push(`metric ${place}: must be a mapping with name and kind, got ${told(data)}`);
    return undefined;
}
/** The `metrics` input of an action. */
export const metricsField = yamlOf('a list of metrics', parseMetrics);
