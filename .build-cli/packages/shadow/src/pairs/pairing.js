import { countSame, ENTRY, lengthOf, marksOf, offsetOf, SAME, withSame } from "./entries.js";
import { matchEntries } from "./match.js";
import { RecordId } from "./record-id.js";
import { Records } from "./records.js";
import { Table } from "./table.js";
/** Pairs between words about the progress. */
const TELL_EVERY = 4096;
/** Reads the records of a part that belong together and hands them on. */
export class Pairing {
    #sink;
    #records;
    #id;
    #other;
    constructor(logs, { pairBy }, sink) {
        this.#sink = sink;
        this.#records = logs.map((log) => new Records(log));
        this.#id = new RecordId(pairBy);
        this.#other = new RecordId(pairBy);
    }
    /** Pairs the entries of one part, given by arm. `progress` hears the share that is done. */
    run(found, progress) {
        const [entries = new Int32Array(0), ...others] = found;
        if (others.every(({ length }) => length === 0) && countSame(entries) * ENTRY === entries.length) {
            this.#alike(entries, found.length);
            return;
        }
        const arms = withSame(found);
        const { primary, partners } = matchEntries(arms, this.#sink.lost);
        const places = [primary, ...partners];
        for (let k = 0; k < primary.length; k++) {
            const at = (primary[k] ?? 0) * ENTRY;
            const marks = marksOf(entries, at);
            const offset = offsetOf(entries, at);
            // Records that are the same where they stand need not be read again.
            if ((marks & SAME) !== 0 && stand(arms, partners, k, offset))
                this.#sink.same(marks, arms.length > 2);
            else
                this.#pair(arms, places, k);
            if (k % TELL_EVERY === TELL_EVERY - 1)
                progress?.(k / primary.length);
        }
    }
    /** Every record is the same in every arm: only repeated ids are left to be found. */
    #alike(entries, arms) {
        const known = new Table(entries);
        for (let i = 0; i * ENTRY < entries.length; i++) {
            if (known.add(i))
                this.#sink.same(marksOf(entries, i * ENTRY), arms > 2);
            else
                for (let arm = 0; arm < arms; arm++)
                    this.#sink.lost(arm, 'duplicate');
        }
    }
    #pair(arms, places, k) {
        const primary = this.#read(arms, places, 0, k);
        const candidate = this.#read(arms, places, 1, k);
        const repeat = this.#read(arms, places, 2, k);
        if (primary === undefined || candidate === undefined)
            return;
        this.#id.read(primary.bytes, primary.from, primary.to);
        if (this.#hasId(candidate))
            this.#sink.pair(this.#id, primary, candidate, repeat);
        else {
            // Two ids may share a hash. It takes about a hundred million of them, and then both are told, not compared.
            for (let arm = 0; arm < arms.length; arm++)
                if ((places[arm]?.[k] ?? -1) >= 0)
                    this.#sink.lost(arm, 'unmatched');
        }
    }
    /** The record of an arm in the k-th pair, where it has one. */
    #read(arms, places, arm, k) {
        const entries = arms[arm];
        const at = (places[arm]?.[k] ?? -1) * ENTRY;
        if (entries === undefined || at < 0)
            return undefined;
        return this.#records[arm]?.at(offsetOf(entries, at), lengthOf(entries, at));
    }
    #hasId({ bytes, from, to }) {
        return (this.#id.begins(bytes, from, to) ||
            (this.#other.read(bytes, from, to) === 'found' && this.#other.equals(this.#id)));
    }
}
/** Whether the partners of a record stand in their arms where it stands in its own. */
function stand(arms, partners, k, offset) {
    for (let arm = 1; arm < arms.length; arm++) {
        const [entries, j = -1] = [arms[arm], partners[arm - 1]?.[k]];
        if (entries === undefined || j < 0 || offsetOf(entries, j * ENTRY) !== offset)
            return false;
    }
    return true;
}
