import { Picker } from "../json/pick.js";
import { textOf } from "../json/scan.js";
/** What is read of a record besides how it differs. */
export const GROUPS = ['measures', 'answers', 'slices', 'labels', 'inputs'];
/** Reads the values at some places of a record, all of them in one go. */
export class Places {
    count;
    #picker;
    #first = new Map();
    #bytes = Buffer.alloc(0);
    constructor(groups) {
        const all = [];
        for (const group of GROUPS) {
            const paths = groups[group] ?? [];
            if (paths.length > 0)
                this.#first.set(group, all.length);
            all.push(...paths);
        }
        this.count = all.length;
        this.#picker = new Picker(all);
    }
    read({ bytes, from, to }) {
        this.#bytes = bytes;
        this.#picker.pick(bytes, from, to);
    }
    /** The value at the k-th place of a group in the record last read, as it is written; undefined where there is none. */
    token(group, k) {
        const first = this.#first.get(group);
        if (first === undefined)
            return undefined;
        const slot = first + k;
        const [from = -1, to = -1] = [this.#picker.ranges[slot * 2], this.#picker.ranges[slot * 2 + 1]];
        return from < 0 ? undefined : textOf(this.#bytes, from, to);
    }
}
