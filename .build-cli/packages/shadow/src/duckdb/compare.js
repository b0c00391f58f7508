import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@sluice/action';
import { hideSetup } from "./hide-setup.js";
import { appendRefused } from "./refused-lines.js";
import { COUNTS, logsHere, pairSql, sampleSql } from "./sql.js";
const ARGUMENTS = ['-bail', '-json', ':memory:'];
/** Some records of the primary, in which well-known measures are looked for. */
export async function sampleInDuckDb(asked, run) {
    const rows = await ask(sampleSql(asked), asked, run);
    return rows.flatMap((row) => (typeof row?.['j'] === 'string' ? [Buffer.from(row['j'])] : []));
}
/**
 * Has a DuckDB of the user pair the records by id; those that are the same in every arm are counted there, and `compare`
 * gets all others as files, so that the counts are those of the `node` engine. Where more than differences is wanted
 * (measures, slices, models) all are compared here. Throws a `UserError` where DuckDB fails.
 */
export async function compareInDuckDb(asked, comparison, around) {
    const folder = mkdtempSync(join(around.tempDir, 'sluice-duckdb-'));
    try {
        const left = asked.arms.map((_, arm) => ({
            records: join(folder, `${arm}.ndjson`),
            refused: join(folder, `refused-${arm}`),
        }));
        const [row] = await ask(pairSql(asked, comparison, left), asked, around.run);
        const counts = Object.fromEntries(COUNTS.map((name) => [name, countIn(row, name)]));
        const appended = left.map(({ records, refused }, arm) => {
            const lines = { rows: counts[`rows${arm}`] ?? 0, numbers: refused };
            return appendRefused(logsHere(asked.arms[arm] ?? []), lines, asked.limit, records);
        });
        const summary = await around.compare(left.map(({ records }) => [records]));
        const same = counts['same'] ?? 0;
        summary.compared += same;
        if (asked.arms.length > 2)
            summary.repeated += same;
        summary.errors.n += counts['tells'] ?? 0;
        summary.errors.both += counts['failed'] ?? 0;
        summary.lost.forEach((lost, arm) => {
            lost.unparsable += (counts[`broken${arm}`] ?? 0) - (appended[arm] ?? 0);
        });
        return summary;
    }
    finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
/** The rows of the last statement. */
async function ask(sql, { settings: { setup = '' } }, run) {
    const { code, stdout, stderr } = await run('duckdb', ARGUMENTS, sql);
    if (code !== 0)
        throw failed(`ended with code ${code}: ${hideSetup(stderr, setup).slice(0, 2000)}`, setup === ''
            ? 'It read the names given as primary, candidate and secondary.'
            : 'It ran `setup`, whose texts are shown as ***, and read the names given as primary, candidate and secondary.');
    const text = stdout.trim();
    if (text === '')
        return [];
    try {
        const rows = JSON.parse(text.slice(text.lastIndexOf('\n[') + 1));
        if (Array.isArray(rows))
            return rows;
    }
    catch {
        // Told below, with what came instead.
    }
    throw failed(`answered something that is not JSON: ${text.slice(0, 200)}`, 'Run it by hand once.');
}
function countIn(row, name) {
    const count = row?.[name];
    if (typeof count === 'number' && Number.isSafeInteger(count))
        return count;
    throw failed(`did not count ${name}`, 'Is it recent enough?');
}
function failed(what, hint) {
    return new UserError('ENGINE_FAILED', `engine: duckdb ${what}`, hint);
}
