import { ModelTally } from "../models/model-tally.js";
import { emptyDiscord } from "./discord.js";
import { Distribution } from "./distribution.js";
export const ARMS = ['primary', 'candidate', 'repeat'];
/** What a measure is kept of. */
const MEASURED = [...ARMS, 'change'];
export function emptyPath() {
    return {
        any: emptyDiscord(),
        shape: emptyDiscord(),
        kinds: { value: 0, type: 0, missing: 0, extra: 0, length: 0 },
        higher: 0,
        lower: 0,
        examples: [],
    };
}
export function emptySlice() {
    return { compared: 0, repeated: 0, paths: new Map() };
}
export function emptySummary(comparison) {
    return {
        compared: 0,
        repeated: 0,
        any: emptyDiscord(),
        broken: 0,
        tooDeep: 0,
        lost: ARMS.map(emptyLost),
        unsent: new Map(),
        paths: new Map(),
        within: new Map(),
        sizes: new Map(),
        slices: new Map(),
        measures: new Map(comparison.measures.map(({ name }) => [name, MEASURED.map(() => new Distribution())])),
        model: comparison.model === undefined ? undefined : new ModelTally(comparison.kind, comparison.model),
        errors: { n: 0, candidateOnly: 0, primaryOnly: 0, both: 0, unanswered: 0 },
    };
}
function emptyLost() {
    return { unmatched: 0, duplicate: 0, 'no-id': 0, unparsable: 0, oversized: 0 };
}
/** Keeps the `most` examples that come first. */
export function keepExample(into, example, most) {
    const at = into.findIndex((kept) => isBefore(example, kept));
    into.splice(at < 0 ? into.length : at, 0, example);
    if (into.length > most)
        into.length = most;
}
/** Whether one example comes before another: those that cannot be noise first, then by order. */
export function isBefore(a, b) {
    return a.noisy === b.noisy ? a.order < b.order : b.noisy;
}
