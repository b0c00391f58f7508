import { UserError } from '@sluice/action';
import { readCsv } from "./csv.js";
import { isTable, pointOf, readDocument, readText } from "./documents.js";
const ARMS = new Map([
    ['control', 'control'],
    ['baseline', 'control'],
    ['experiment', 'experiment'],
    ['candidate', 'experiment'],
    ['canary', 'experiment'],
]);
const SHAPE = 'Give every metric {control: [...], experiment: [...]}, or CSV with metric, arm and value; see docs/judge.md.';
/** Reads the series of both arms per metric: JSON, YAML, Kayenta's own list of metric set pairs, or CSV. Throws `UserError`. */
export async function readCanaryData(path, io) {
    const problems = [];
    const pairs = path.endsWith('.csv')
        ? fromPoints(readCsv(await readText(path, io), path), problems)
        : fromDocument(await readDocument(path, io), problems);
    if (pairs.size === 0 && problems.length === 0)
        problems.push('no metric has any data');
    if (problems.length > 0) {
        throw new UserError('CANARY_DATA', problems
            .slice(0, 20)
            .map((problem) => `${path}: ${problem}`)
            .join('\n'), SHAPE);
    }
    return pairs;
}
function fromDocument(data, problems) {
    if (Array.isArray(data)) {
        const named = data.map((pair) => (isTable(pair) ? pair : {}));
        return new Map(named.map((pair, i) => [nameOf(pair['name'], i, problems), pairOf(pair['values'], `[${i}]`, problems)]));
    }
    if (!isTable(data)) {
        problems.push('must be a mapping of metrics to their two arms');
        return new Map();
    }
    return new Map(Object.entries(data).map(([name, pair]) => [name, pairOf(pair, name, problems)]));
}
function nameOf(name, i, problems) {
    if (typeof name !== 'string')
        problems.push(`[${i}].name must be text`);
    return String(name);
}
function pairOf(data, path, problems) {
    const arms = new Map();
    const table = isTable(data) ? data : {};
    for (const [key, series] of Object.entries(table)) {
        const arm = ARMS.get(key);
        if (arm === undefined)
            problems.push(`${path}.${key} must be one of ${[...ARMS.keys()].join(', ')}`);
        else
            arms.set(arm, seriesOf(series, `${path}.${key}`, problems));
    }
    for (const arm of ['control', 'experiment']) {
        if (!arms.has(arm))
            problems.push(`${path} has no ${arm}: an arm without points is an empty list`);
    }
    return { control: arms.get('control') ?? [], experiment: arms.get('experiment') ?? [] };
}
function seriesOf(data, path, problems) {
    if (!Array.isArray(data)) {
        problems.push(`${path} must be a list of numbers`);
        return [];
    }
    return data.map((item, i) => {
        const value = pointOf(item);
        if (value === undefined)
            problems.push(`${path}[${i}] must be a number, NaN or null, got ${JSON.stringify(item)}`);
        return value ?? NaN;
    });
}
function fromPoints(rows, problems) {
    const points = rows.flatMap((row, i) => {
        const arm = ARMS.get(row.get('arm') ?? '');
        const value = pointOf(row.get('value') ?? undefined);
        const metric = row.get('metric');
        if (arm !== undefined && value !== undefined && metric)
            return [{ metric, arm, value }];
        problems.push(`row ${i + 1} needs metric, arm (${[...ARMS.keys()].join(', ')}) and value`);
        return [];
    });
    const armIn = (metric, arm) => points.filter((point) => point.metric === metric && point.arm === arm).map((point) => point.value);
    const names = [...new Set(points.map((point) => point.metric))];
    return new Map(names.map((name) => [name, { control: armIn(name, 'control'), experiment: armIn(name, 'experiment') }]));
}
