import { numberAt } from "../json/number.js";
import { Picker } from "../json/pick.js";
import { BACKSLASH, QUOTE, skipValue, textOf } from "../json/scan.js";
import { Trail } from "../json/trail.js";
import { FAILED, TELLS } from "../pairs/entries.js";
/** The keys of a record that say whether its request failed. */
export const TELLING = ['status', 'error'];
/** The end of a key `error`: native code searches fastest for what begins with a letter that is rare. */
const ERROR = Buffer.from('rror"');
const NO_ERROR = ['null', 'false', '""', '0'];
/** The record says so by its `status`, which then every record has; an `error` may stand only where there is one. */
export const BY_STATUS = 8;
/** Reads from a record whether its request failed: by a `status` of 500 and above, or an `error` that is not empty. */
export class Failures {
    #status = new Picker([[TELLING[0]]]);
    #trail = new Trail();
    #error = new Picker([[TELLING[1]]]);
    /** TELLS where the record says either way, with FAILED and BY_STATUS; `quiet` where it is known to name no error. */
    read(bytes, from, to, quiet = !mayNameError(bytes, from, to)) {
        const status = this.#statusIn(bytes, from, to);
        const end = status < 0 ? -1 : skipValue(bytes, status, to);
        const error = quiet ? undefined : this.#errorIn(bytes, from, to);
        if (end < 0 && error === undefined)
            return 0;
        const failed = (error !== undefined && !NO_ERROR.includes(error)) || (end >= 0 && isFailure(bytes, status, end));
        return TELLS + (failed ? FAILED : 0) + (end >= 0 ? BY_STATUS : 0);
    }
    /** Where the status begins, or -1. */
    #statusIn(bytes, from, to) {
        const known = this.#trail.find(bytes, from, to);
        if (known >= 0)
            return known;
        this.#status.pick(bytes, from, to);
        const [start = -1] = this.#status.ranges;
        if (start >= 0)
            this.#trail.learn(bytes, from, start);
        return start;
    }
    #errorIn(bytes, from, to) {
        this.#error.pick(bytes, from, to);
        const [start = -1, end = -1] = this.#error.ranges;
        return start < 0 ? undefined : textOf(bytes, start, end);
    }
}
/** Whether some bytes can hold a key `error`, however it is spelled: a search by native code, before any reading. */
export function mayNameError(bytes, from, to) {
    const record = bytes.subarray(from, to);
    return record.includes(ERROR) || record.includes(BACKSLASH);
}
function isFailure(bytes, from, to) {
    return bytes[from] !== QUOTE && numberAt(bytes, from, to) >= 500;
}
