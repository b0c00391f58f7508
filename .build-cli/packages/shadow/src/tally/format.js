import { typeAt } from "../json/scalar.js";
const DIGIT = 1;
const HEX_LETTER = 2;
const WORD = 4;
const DASH = 8;
const OTHER = 16;
/** The format of the JSON value in a range of bytes. */
export function formatOf(bytes, from, to) {
    const type = typeAt(bytes[from] ?? 0);
    if (type === undefined)
        return 'text';
    return type === 'string' ? formatOfText(bytes, from + 1, to - 1) : type;
}
/** Formats of texts made of letters and digits: a short random text has any of them by chance. */
const RANDOM = ['digits', 'hex', 'token'];
/** A random hexadecimal text this long has digits only once in three million times: (10 / 16) ^ 32. */
const TELLING = 32;
/** Whether two values look alike: of one format, or of formats that chance makes of one kind of random text. */
export function areOfOneFormat(a, aFrom, aTo, b, bFrom, bTo) {
    const [first, second] = [formatOf(a, aFrom, aTo), formatOf(b, bFrom, bTo)];
    if (first === second)
        return true;
    const shorter = Math.min(aTo - aFrom, bTo - bFrom) - 2;
    return shorter < TELLING && RANDOM.includes(first) && RANDOM.includes(second);
}
function formatOfText(bytes, from, to) {
    const length = to - from;
    if (length <= 0)
        return 'empty text';
    let classes = 0;
    for (let i = from; i < to && i < from + 128; i++)
        classes |= classOf(bytes[i] ?? 0);
    if (classes === DIGIT)
        return 'digits';
    if (length === 36 &&
        (classes & (WORD | OTHER)) === 0 &&
        bytes[from + 8] === 0x2d &&
        bytes[from + 23] === 0x2d) {
        return 'uuid';
    }
    if (length >= 10 && isDate(bytes, from))
        return 'date';
    if (length >= 8 && (classes & (WORD | DASH | OTHER)) === 0)
        return 'hex';
    if (startsWith(bytes, from, to, 'http'))
        return 'web address';
    return (classes & OTHER) === 0 ? 'token' : 'text';
}
function classOf(c) {
    if (c >= 0x30 && c <= 0x39)
        return DIGIT;
    if ((c >= 0x61 && c <= 0x66) || (c >= 0x41 && c <= 0x46))
        return HEX_LETTER;
    if ((c >= 0x67 && c <= 0x7a) || (c >= 0x47 && c <= 0x5a) || c === 0x5f)
        return WORD;
    // What base64 is written with besides, and what parts a signed token.
    if (c === 0x2b || c === 0x2e || c === 0x2f || c === 0x3d)
        return WORD;
    return c === 0x2d ? DASH : OTHER;
}
/** Four digits, a dash, two digits, a dash, two digits. */
function isDate(bytes, from) {
    for (let k = 0; k < 10; k++) {
        const isDash = bytes[from + k] === 0x2d;
        if (k === 4 || k === 7 ? !isDash : classOf(bytes[from + k] ?? 0) !== DIGIT)
            return false;
    }
    return true;
}
function startsWith(bytes, from, to, word) {
    if (to - from < word.length)
        return false;
    for (let k = 0; k < word.length; k++)
        if (bytes[from + k] !== word.charCodeAt(k))
            return false;
    return true;
}
