import { ask } from "../ask.js";
import { absent } from "../reading.js";
/** The `/metrics` text of every instance of an arm, in order; one that is missing would look like a fall in traffic. */
export async function readPages(io, instances, patience, signal) {
    const pages = await Promise.all(instances.map((instance) => readPage(io, instance, patience, signal)));
    const texts = [];
    for (const page of pages) {
        if (typeof page !== 'string')
            return page;
        texts.push(page);
    }
    return texts;
}
const ACCEPT = { accept: 'text/plain;version=0.0.4;q=1,*/*;q=0.1' };
async function readPage(io, { url, headers }, patience, signal) {
    const reply = await ask(io, { url, headers: { ...ACCEPT, ...headers } }, patience, signal);
    if (reply.kind === 'absent')
        return reply;
    const where = `${url.origin}${url.pathname}`;
    if (reply.status !== 200)
        return absent('source_refused', `${where} answered ${reply.status}`);
    if (/^\s*[<{]/.test(reply.text))
        return absent('source_refused', `${where} is not a page of metrics`);
    return reply.text;
}
