import { diffyDifference, flatten } from "../diffy/difference.js";
import { diffyPatterns } from "../diffy/ignored.js";
import { lift, spelled } from "../diffy/lift.js";
import { textOf } from "../json/scan.js";
import { emptyPath } from "./counts.js";
import { noteDiscord } from "./discord.js";
import { Fields } from "./fields.js";
import { noteSame } from "./same.js";
/** Compares pair by pair as Diffy does: records are parsed, and places are named and counted by its rules. */
export class DiffyTally {
    #summary;
    #ignored;
    #fields;
    constructor(comparison, summary) {
        this.#summary = summary;
        this.#ignored = diffyPatterns(comparison.rules.ignore);
        this.#fields = Fields.wanted(comparison) ? new Fields(comparison, summary) : undefined;
    }
    pair = (_, primary, candidate, repeat) => {
        const [stable, other, again] = [primary, candidate, repeat].map(lifted);
        if (stable === undefined || other === undefined) {
            this.#summary.broken++;
            return;
        }
        const repeated = again !== undefined;
        const raw = this.#places(stable, other);
        const noise = again === undefined ? new Set() : this.#places(stable, again);
        this.#summary.compared++;
        if (repeated)
            this.#summary.repeated++;
        this.#fields?.observe(primary, candidate, repeat, repeated);
        noteDiscord(this.#summary.any, raw.size > 0, noise.size > 0, repeated);
        for (const path of new Set([...raw, ...noise])) {
            const counts = this.#summary.paths.get(path) ?? emptyPath();
            this.#summary.paths.set(path, counts);
            noteDiscord(counts.any, raw.has(path), noise.has(path), repeated);
            if (raw.has(path))
                counts.kinds[kindOf(path)]++;
        }
    };
    same = (marks, repeated) => noteSame(this.#summary, marks, repeated);
    lost = (arm, why) => {
        const lost = this.#summary.lost[arm];
        if (lost !== undefined)
            lost[why]++;
    };
    #places(a, b) {
        const all = [...flatten(diffyDifference(a, b)).keys()];
        return new Set(all.filter((path) => !this.#ignored(path.replace(/\.?\w+$/, ''))));
    }
}
function lifted(record) {
    if (record === undefined)
        return undefined;
    try {
        return lift(spelled(textOf(record.bytes, record.from, record.to)));
    }
    catch {
        return undefined;
    }
}
function kindOf(path) {
    if (path.endsWith('MissingField'))
        return 'missing';
    if (path.endsWith('ExtraField'))
        return 'extra';
    if (path.endsWith('TypeDifference'))
        return 'type';
    return path.endsWith('SeqSizeDifference') ? 'length' : 'value';
}
