import { readSamples, VerdictRefused } from '@sluice/verdict';
import { misplaced } from "./recording.js";
/** Reads one JSON object a line: a whole `Samples`, or one `Block` with the name of its `metric`. Blank lines are skipped. */
export function ndjsonBlocks(text, note) {
    return text.split('\n').flatMap((line, i) => {
        if (line.trim() === '')
            return [];
        const samples = samplesIn(line, (problem) => note(i + 1, problem));
        return (samples?.blocks ?? []).flatMap((block) => {
            const problem = misplaced(block);
            if (problem !== undefined)
                note(i + 1, problem);
            return samples === undefined || problem !== undefined ? [] : [{ metric: samples.metric, block }];
        });
    });
}
function samplesIn(line, note) {
    try {
        return readSamples(wrapped(JSON.parse(line)));
    }
    catch (error) {
        if (error instanceof VerdictRefused)
            note(error.problems.join('; '));
        else if (error instanceof SyntaxError)
            note('it is not JSON');
        else
            throw error;
        return undefined;
    }
}
/** A block with its metric's name as samples of one block. */
function wrapped(data) {
    if (typeof data !== 'object' || data === null || 'blocks' in data || !('metric' in data))
        return data;
    const { metric, ...block } = data;
    return { metric, blocks: [block] };
}
