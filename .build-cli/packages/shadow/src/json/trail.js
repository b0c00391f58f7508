import { BACKSLASH, COLON, QUOTE, skipPlain, skipSpace, skipString } from "./scan.js";
/** What is remembered of a record at most; a value further behind is found by reading. */
const MOST_BYTES = 256;
const MOST_GAPS = 8;
/**
 * The way to a value in records that are written alike: the same bytes but for the strings, numbers and words before it, which
 * leave gaps. Where a record follows the trail, the value stands at the same path, and none of the reading is needed.
 */
export class Trail {
    #bytes = Buffer.alloc(MOST_BYTES);
    /** Where in the remembered bytes each gap is, and at last how many bytes there are. */
    #gaps = new Int32Array(MOST_GAPS + 1);
    #count = 0;
    /** Remembers how a record is written from its beginning up to a value that was found at `value`. */
    learn(record, from, value) {
        this.#count = 0;
        let length = 0;
        let gaps = 0;
        for (let at = from; at < value;) {
            const end = gapEnd(record, at, value);
            if (end > 0 && record[skipSpace(record, end, value)] !== COLON) {
                if (gaps === MOST_GAPS)
                    return;
                this.#gaps[gaps++] = length;
                at = end;
            }
            else {
                const next = record[at] === QUOTE ? skipString(record, at, value) : at + 1;
                if (next < 0 || length + next - at > MOST_BYTES)
                    return;
                record.copy(this.#bytes, length, at, next);
                length += next - at;
                at = next;
            }
        }
        this.#gaps[gaps] = length;
        this.#count = gaps + 1;
    }
    /** Where the value begins in a record that is written like the one remembered; -1 where it is written in another way. */
    find(record, from, to) {
        const bytes = this.#bytes;
        let at = from;
        let k = 0;
        for (let gap = 0; gap < this.#count; gap++) {
            if (gap > 0) {
                at = gapEnd(record, at, to);
                if (at < 0)
                    return -1;
            }
            for (const until = this.#gaps[gap] ?? 0; k < until; k++, at++)
                if (record[at] !== bytes[k])
                    return -1;
        }
        // A space before the value is not part of it; the one remembered had none there.
        return k > 0 && at < to && (record[at] ?? 0) > 0x20 ? at : -1;
    }
}
/** Behind the number, word or string without escapes that begins at `at`; -1 where none does. */
function gapEnd(record, at, to) {
    if (record[at] !== QUOTE) {
        const end = skipPlain(record, at, to);
        return end > at ? end : -1;
    }
    for (let i = at + 1; i < to; i++) {
        const c = record[i];
        if (c === BACKSLASH)
            return -1;
        if (c === QUOTE)
            return i + 1;
    }
    return -1;
}
