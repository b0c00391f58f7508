import { UserError } from '@sluice/action';
import { isTable, readDocument, readText, spelled } from "./documents.js";
/**
 * Reads recorded measurements, oldest first: a mapping of metrics to lists (YAML or JSON), or one `{metric, value}` or
 * `{metric, error}` a line (`.ndjson`, `.jsonl`). Throws `UserError`.
 */
export async function readMeasurements(path, io) {
    const problems = [];
    const records = /\.(?:ndjson|jsonl)$/.test(path)
        ? fromLines(await readText(path, io), problems)
        : fromDocument(await readDocument(path, io), problems);
    if (problems.length > 0) {
        const hint = 'Give every metric a list of values, or of {error: "why"}; see docs/judge.md.';
        throw new UserError('MEASUREMENTS', problems
            .slice(0, 20)
            .map((problem) => `${path}: ${problem}`)
            .join('\n'), hint);
    }
    return records;
}
function fromDocument(data, problems) {
    if (!isTable(data)) {
        problems.push('must be a mapping of metrics to lists of values');
        return new Map();
    }
    const lists = Object.entries(data).map(([metric, values]) => {
        if (!Array.isArray(values))
            problems.push(`${metric} must be a list of values`);
        return [metric, Array.isArray(values) ? values.map(recordOf) : []];
    });
    return new Map(lists);
}
function fromLines(text, problems) {
    const records = new Map();
    for (const [i, line] of text.split('\n').entries()) {
        if (line.trim() === '')
            continue;
        const row = parsed(line);
        const metric = isTable(row) ? row['metric'] : undefined;
        if (!isTable(row) || typeof metric !== 'string')
            problems.push(`line ${i + 1} must be a JSON object with a metric`);
        else
            records.set(metric, [...(records.get(metric) ?? []), recordOf(row)]);
    }
    return records;
}
function parsed(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return undefined;
    }
}
// A mapping is a value of its own unless it says `value` or `error`.
function recordOf(data) {
    if (isTable(data) && typeof data['error'] === 'string')
        return { error: data['error'] };
    if (isTable(data) && 'value' in data)
        return { value: spelled(data['value']) };
    if (isTable(data) && 'metric' in data)
        return { value: null };
    return { value: spelled(data) };
}
