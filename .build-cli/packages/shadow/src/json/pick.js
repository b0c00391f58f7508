import { readKey } from "./paths.js";
import { CLOSE_OBJECT, COLON, COMMA, OPEN_OBJECT, QUOTE, sameBytes, skipSpace, skipString, skipValue, } from "./scan.js";
/** Finds the values at a few object paths in a line without parsing the rest of it. */
export class Picker {
    size;
    /** Of the last line: start and end of what each path holds, two numbers each; -1 where it is not there. */
    ranges;
    #top = [];
    #left = 0;
    constructor(paths) {
        this.size = paths.length;
        this.ranges = new Int32Array(paths.length * 2);
        paths.forEach((path, slot) => insert(this.#top, path, slot));
    }
    /** Fills `ranges` from one line; false when the line is broken before all was found. Of repeated keys the first counts. */
    pick(line, from, to) {
        this.ranges.fill(-1);
        this.#left = this.size;
        const start = skipSpace(line, from, to);
        if (start >= to || line[start] !== OPEN_OBJECT)
            return false;
        return this.#members(line, start, to, this.#top) >= 0;
    }
    #members(line, open, to, wanted) {
        let i = skipSpace(line, open + 1, to);
        // Behind the line stands whatever was read before: it closes nothing.
        if (i < to && line[i] === CLOSE_OBJECT)
            return i + 1;
        while (i < to) {
            if (line[i] !== QUOTE)
                return -1;
            const keyEnd = skipString(line, i, to);
            if (keyEnd < 0)
                return -1;
            const found = find(wanted, line, i + 1, keyEnd - 1);
            i = skipSpace(line, keyEnd, to);
            if (line[i] !== COLON)
                return -1;
            i = skipSpace(line, i + 1, to);
            i = found === undefined ? skipValue(line, i, to) : this.#take(line, i, to, found);
            if (i < 0 || this.#left === 0)
                return i;
            i = skipSpace(line, i, to);
            if (i < to && line[i] === CLOSE_OBJECT)
                return i + 1;
            if (line[i] !== COMMA)
                return -1;
            i = skipSpace(line, i + 1, to);
        }
        return -1;
    }
    #take(line, from, to, found) {
        for (const slot of found.slots) {
            if ((this.ranges[slot * 2] ?? 0) >= 0)
                break;
            const end = skipValue(line, from, to);
            if (end < 0)
                return -1;
            this.ranges[slot * 2] = from;
            this.ranges[slot * 2 + 1] = end;
            this.#left--;
        }
        if (found.below.length > 0 && line[from] === OPEN_OBJECT && this.#left > 0) {
            return this.#members(line, from, to, found.below);
        }
        return skipValue(line, from, to);
    }
}
function find(wanted, line, from, to) {
    for (const item of wanted) {
        if (sameBytes(item.key, 0, item.key.length, line, from, to))
            return item;
    }
    // A key may be written with escapes; that is rare enough to look twice.
    if (!line.subarray(from, to).includes(0x5c))
        return undefined;
    const name = readKey(line, from, to);
    return wanted.find((item) => item.name === name);
}
function insert(level, path, slot) {
    const [name = '', ...rest] = path;
    let item = level.find((each) => each.name === name);
    if (item === undefined) {
        item = { key: Buffer.from(JSON.stringify(name).slice(1, -1)), name, slots: [], below: [] };
        level.push(item);
    }
    if (rest.length === 0)
        item.slots.push(slot);
    else
        insert(item.below, rest, slot);
}
