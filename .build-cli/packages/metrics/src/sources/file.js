import { readFile } from 'node:fs/promises';
import { field, oneOf, optional, quote, text, UserError, withDefault } from '@sluice/action';
import { readRecording, RECORDING_FORMATS } from "../file/recording.js";
import { absent, nothingFrom } from "../reading.js";
import { defineSource } from "../contract.js";
/** Recorded samples, for replay and for judging offline; the queries of a metric are not used, only its name. */
export const file = defineSource('Reads recorded samples from an NDJSON or CSV file, to replay a rollout or to judge where no metrics server can be reached.', {
    path: text('path of the file'),
    format: optional(field('`ndjson` or `csv`; told from the file’s name if not given', oneOf(RECORDING_FORMATS).parse)),
    align: withDefault('times', field('`times`: a block answers for the interval with the same times; `order`: the first block for the first interval, and so on', oneOf(['times', 'order']).parse)),
}, ({ path, format, align }) => ({
    observe: async (query, span, signal) => {
        signal.throwIfAborted();
        const content = await readFile(path, { encoding: 'utf8', signal }).catch((error) => {
            signal.throwIfAborted();
            return absent('source_unreachable', error instanceof Error ? error.message : String(error));
        });
        if (typeof content !== 'string')
            return nothingFrom(query, span, content);
        const all = readRecording(content, format ?? (path.endsWith('.csv') ? 'csv' : 'ndjson'), path);
        const samples = all.find(({ metric }) => metric === query.name) ?? unknown(query, all, path);
        return { ...samples, blocks: span.slots.map((slot, i) => blockFor(slot, i, samples, align)) };
    },
}));
/** The recorded weight is kept: it is the one at which the block's counts were made. */
function blockFor(slot, index, { blocks }, align) {
    const found = align === 'order' ? blocks[index] : blocks.find(({ from, to }) => from === slot.from && to === slot.to);
    if (found !== undefined)
        return { ...found, from: slot.from, to: slot.to };
    const nothing = absent('not_observed', 'the file has no block for this interval');
    return { ...slot, baseline: nothing, candidate: nothing };
}
function unknown(query, all, path) {
    throw new UserError('BAD_QUERY', `${path} has no metric called ${quote(query.name)}; it has ${all.map(({ metric }) => quote(metric)).join(', ') || 'none'}`, 'Give the metric the name it has in the file.');
}
