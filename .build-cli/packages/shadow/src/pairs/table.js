import { ENTRY, sameHash } from "./entries.js";
import { spread } from "./hash.js";
/** Entries by hash, as places in the array that holds them. */
export class Table {
    entries;
    #slots;
    #shift;
    #size = 0;
    /** `all`: about all of the entries will be added. */
    constructor(entries, all = true) {
        this.entries = entries;
        const bits = all ? Math.max(4, Math.ceil(Math.log2(entries.length / ENTRY + 1)) + 1) : 4;
        this.#slots = new Int32Array(2 ** bits);
        this.#shift = 32 - bits;
    }
    /** Adds entry `i`; false when its hash is there already. */
    add(i) {
        if (this.#size * 2 >= this.#slots.length)
            this.#grow();
        const at = this.#seek(this.entries, i * ENTRY);
        if (this.#slots[at] !== 0)
            return false;
        this.#slots[at] = i + 1;
        this.#size++;
        return true;
    }
    /** The entry here with the hash of another log's entry `j`, or -1. */
    find(entries, j) {
        return (this.#slots[this.#seek(entries, j * ENTRY)] ?? 0) - 1;
    }
    /** The slot that holds the hash of the entry at `place`, or the empty one where it belongs. */
    #seek(entries, place) {
        const mask = this.#slots.length - 1;
        let at = spread(entries[place] ?? 0) >>> this.#shift;
        for (;;) {
            const slot = this.#slots[at] ?? 0;
            if (slot === 0 || sameHash(this.entries, (slot - 1) * ENTRY, entries, place))
                return at;
            at = (at + 1) & mask;
        }
    }
    #grow() {
        const old = this.#slots;
        this.#slots = new Int32Array(old.length * 2);
        this.#shift--;
        for (const slot of old)
            if (slot > 0)
                this.#slots[this.#seek(this.entries, (slot - 1) * ENTRY)] = slot;
    }
}
