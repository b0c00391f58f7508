import { typeAt } from "../json/scalar.js";
import { skipValue } from "../json/scan.js";
import { isCredential, maskCredentials } from "./credentials.js";
import { formatOf } from "./format.js";
import { maskedJson } from "./masked-json.js";
const LONGEST = 200;
/**
 * A value as a report may show it: itself, cut to a readable length, or only its type and shape. Credentials are never
 * shown, neither at a `path` that names one nor within a value.
 */
export function showValue(bytes, from, to, redact, path = '') {
    if (to <= from)
        return '(absent)';
    return redact || isCredential(path) ? shapeOf(bytes, from, to) : showWhole(bytes, from, to);
}
function showWhole(bytes, from, to) {
    const shown = maskedJson(bytes, from, to, LONGEST, (start, end) => shapeOf(bytes, start, end));
    if (shown.length <= LONGEST)
        return shown;
    // A cut inside a character would leave half of it.
    return `${shown.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
function shapeOf(bytes, from, to) {
    const type = typeAt(bytes[from] ?? 0);
    if (type === 'boolean')
        return 'a boolean';
    if (type === 'null')
        return 'null';
    if (type === 'object')
        return 'an object';
    if (type === 'number')
        return `a ${digitsIn(bytes, from, to)}-digit number`;
    // A range that is not one whole value is the rest of an array.
    if (type === undefined || skipValue(bytes, from, to) !== to)
        return 'more elements';
    if (type === 'array')
        return 'an array';
    const format = formatOf(bytes, from, to);
    return format === 'empty text'
        ? 'an empty text'
        : `${format === 'text' ? 'a text' : `a text (${format})`} of ${to - from - 2} bytes`;
}
function digitsIn(bytes, from, to) {
    let count = 0;
    for (let i = from; i < to; i++) {
        const c = bytes[i] ?? 0;
        if (c >= 0x30 && c <= 0x39)
            count++;
    }
    return count;
}
const PLAIN_ID = /^[\w.:/+=-]{1,64}$/;
/** A pair's id as a report may show it: one that looks like anything but an identifier is a person's business. */
export function showId(id, hash, redact) {
    if (redact)
        return PLAIN_ID.test(id) && maskCredentials(id) === id ? id : `#${hash.toString(36)}`;
    const shown = maskCredentials(id.slice(0, 4 * LONGEST));
    return shown.length > 100 ? `${shown.slice(0, 99)}…` : shown;
}
