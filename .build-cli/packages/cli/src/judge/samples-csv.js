import { UserError } from '@sluice/action';
import { readCsv } from "./csv.js";
import { pointOf } from "./documents.js";
const FIELDS = new Map([
    ['proportion', ['events', 'trials']],
    ['count', ['events', 'exposure']],
    ['summary', ['n', 'mean', 'm2']],
    ['scalar', ['value']],
]);
/**
 * Rows of CSV as blocks: metric, from, to, weight, kind, and per arm the fields of that kind (`baseline_events`,
 * `candidate_events` …). An arm whose fields are all blank is absent. Throws `UserError`.
 */
export function samplesFromCsv(text, path) {
    const problems = [];
    const rows = readCsv(text, path).map((row, i) => blockOf(row, `${path}, row ${i + 1}`, problems));
    if (problems.length > 0) {
        const hint = `Kinds and their fields: ${[...FIELDS].map(([kind, fields]) => `${kind} (${fields.join(', ')})`).join(', ')}.`;
        throw new UserError('SAMPLES', problems.slice(0, 20).join('\n'), hint);
    }
    return rows;
}
function blockOf(row, where, problems) {
    const kind = row.get('kind') ?? '';
    const fields = FIELDS.get(kind);
    if (fields === undefined)
        problems.push(`${where}: kind must be one of ${[...FIELDS.keys()].join(', ')}, got "${kind}"`);
    const number = (name) => {
        const value = pointOf(row.get(name));
        if (value === undefined || Number.isNaN(value))
            problems.push(`${where}: ${name} must be a number`);
        return value ?? NaN;
    };
    const arm = (name) => armOf(row, name, kind, fields ?? [], where, problems);
    return {
        metric: row.get('metric'),
        from: number('from'),
        to: number('to'),
        weight: number('weight'),
        baseline: arm('baseline'),
        candidate: arm('candidate'),
    };
}
function armOf(row, arm, kind, fields, where, problems) {
    const given = fields.map((field) => [field, row.get(`${arm}_${field}`) ?? '']);
    if (given.every(([, cell]) => cell === ''))
        return { kind: 'absent', absence: 'no_data' };
    const values = given.map(([field, cell]) => {
        const value = cell === '' ? undefined : pointOf(cell);
        if (value === undefined)
            problems.push(`${where}: ${arm}_${field} must be a number, got "${cell}"`);
        return [field, spellable(value ?? 0)];
    });
    return { kind, ...Object.fromEntries(values) };
}
// Samples spell NaN and infinities as text.
function spellable(value) {
    return Number.isFinite(value) ? value : String(value);
}
