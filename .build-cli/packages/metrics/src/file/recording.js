import { UserError } from '@sluice/action';
import { csvBlocks } from "./csv.js";
import { ndjsonBlocks } from "./ndjson.js";
export const RECORDING_FORMATS = ['ndjson', 'csv'];
const MOST_PROBLEMS = 50;
/**
 * Reads recorded samples, oldest block first within each metric. Throws `BAD_SAMPLES` with the number and the problem
 * of every bad line; two blocks of one metric that overlap are a problem too.
 */
export function readRecording(text, format, where) {
    const problems = [];
    const note = (line, problem) => problems.push(`line ${line}: ${problem}`);
    const blocks = format === 'csv' ? csvBlocks(text, note) : ndjsonBlocks(text, note);
    const metrics = new Map();
    for (const { metric, block } of blocks) {
        const known = metrics.get(metric);
        if (known === undefined)
            metrics.set(metric, [block]);
        else
            known.push(block);
    }
    const samples = [...metrics].map(([metric, found]) => {
        const sorted = found.toSorted((a, b) => a.from - b.from);
        problems.push(...overlaps(metric, sorted));
        return { metric, blocks: sorted };
    });
    if (problems.length === 0)
        return samples;
    const cut = problems.length > MOST_PROBLEMS ? [`and ${problems.length - MOST_PROBLEMS} more`] : [];
    throw new UserError('BAD_SAMPLES', [`${where} holds samples that cannot be read:`, ...problems.slice(0, MOST_PROBLEMS), ...cut].join('\n'), 'The format is described in docs/sources.md.');
}
function overlaps(metric, sorted) {
    return sorted.flatMap((block, i) => {
        const before = sorted[i - 1];
        if (before === undefined || before.to <= block.from)
            return [];
        return [
            `metric ${JSON.stringify(metric)}: the block from ${block.from} begins before the one from ${before.from} has ended`,
        ];
    });
}
/** What is wrong with a block's times and weight, if anything is. */
export function misplaced(block) {
    if (!(block.from < block.to))
        return `from (${block.from}) must be before to (${block.to})`;
    if (!(block.weight >= 0 && block.weight <= 100))
        return `weight must be from 0 to 100 percent, got ${block.weight}`;
    return undefined;
}
