import { digestOf } from '@sluice/verdict';
import { emptyPath, emptySlice, emptySummary, keepExample } from "./counts.js";
import { addDiscord, emptyDiscord } from "./discord.js";
import { addSizes, emptySizes, sizesData } from "./sizes.js";
/** What makes two comparisons the same one. */
export function comparisonDigest(comparison) {
    return digestOf(comparison);
}
/** A summary as plain data, in one order. */
export function encodeSummary(summary, comparison, parts) {
    const { compared, repeated, any, broken, tooDeep, lost, errors } = summary;
    return {
        schema: 1,
        comparison: comparisonDigest(comparison),
        parts,
        compared,
        repeated,
        any,
        broken,
        tooDeep,
        lost,
        errors,
        unsent: inOrder(summary.unsent),
        paths: inOrder(summary.paths),
        within: inOrder(summary.within),
        sizes: inOrder(summary.sizes).map(([path, sizes]) => [path, sizesData(sizes)]),
        slices: inOrder(summary.slices).map(([name, slice]) => [name, { ...slice, paths: inOrder(slice.paths) }]),
        measures: inOrder(summary.measures).map(([name, arms]) => [name, arms.map((arm) => arm.data())]),
        model: summary.model?.data() ?? null,
    };
}
/** The whole that parts of one comparison add up to. */
export function mergeSummaries(parts, comparison) {
    const whole = emptySummary(comparison);
    for (const part of parts)
        addSummary(whole, part, comparison.examples);
    return whole;
}
function addSummary(into, from, examples) {
    into.compared += from.compared;
    into.repeated += from.repeated;
    into.broken += from.broken;
    into.tooDeep += from.tooDeep;
    addDiscord(into.any, from.any);
    from.lost.forEach((lost, arm) => addNumbers(into.lost[arm], lost));
    addNumbers(into.errors, from.errors);
    for (const [why, count] of from.unsent)
        into.unsent.set(why, (into.unsent.get(why) ?? 0) + count);
    for (const [path, counts] of from.paths)
        addPath(entryOf(into.paths, path, emptyPath), counts, examples);
    for (const [path, discord] of from.within)
        addDiscord(entryOf(into.within, path, emptyDiscord), discord);
    for (const [path, sizes] of from.sizes)
        addSizes(entryOf(into.sizes, path, emptySizes), sizes);
    for (const [name, slice] of from.slices) {
        const mine = entryOf(into.slices, name, emptySlice);
        mine.compared += slice.compared;
        mine.repeated += slice.repeated;
        for (const [path, discord] of slice.paths)
            addDiscord(entryOf(mine.paths, path, emptyDiscord), discord);
    }
    for (const [name, arms] of from.measures) {
        arms.forEach((arm, k) => into.measures.get(name)?.[k]?.merge(arm));
    }
    if (from.model !== null)
        into.model?.merge(from.model);
}
function addPath(into, from, examples) {
    addDiscord(into.any, from.any);
    addDiscord(into.shape, from.shape);
    addNumbers(into.kinds, from.kinds);
    into.higher += from.higher;
    into.lower += from.lower;
    for (const example of from.examples)
        keepExample(into.examples, example, examples);
}
function addNumbers(into, from) {
    if (into === undefined)
        return;
    for (const key of Object.keys(into))
        into[key] += from[key];
}
function entryOf(map, key, make) {
    const known = map.get(key) ?? make();
    map.set(key, known);
    return known;
}
function inOrder(map) {
    return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
