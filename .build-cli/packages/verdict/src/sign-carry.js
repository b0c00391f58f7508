import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DOCUMENT_LIMITS } from "./verify-limits.js";
const MARK = /<!-- sluice:verdict ([A-Za-z0-9+/]+={0,2}) -->/g;
const MAX_CARRIED = 32;
/** A document hidden in Markdown: invisible to readers, safe from what the document holds, about a quarter of its size. */
export function carry(document) {
    return `<!-- sluice:verdict ${deflateRawSync(document, { level: 9 }).toString('base64')} -->`;
}
/** Every document that `carry` put into a text; what cannot be unpacked, or would unpack beyond the limits, comes back as `undefined`. */
export function carried(text) {
    return [...text.matchAll(MARK)].slice(0, MAX_CARRIED).map(([, packed]) => unpack(packed ?? ''));
}
function unpack(packed) {
    try {
        const bytes = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: DOCUMENT_LIMITS.bytes });
        return bytes.toString('utf8');
    }
    catch {
        // A bomb or garbage; whoever reads evidence reports it as refused, never as absent.
        return undefined;
    }
}
