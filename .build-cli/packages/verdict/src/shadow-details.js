import { count, flag, listOf, number, object, oneOf, orNull, text } from "./decoder.js";
/** What became of one path of the compared documents. */
export const PATH_STATUSES = ['worse', 'undecided', 'within', 'not comparable'];
const example = object({ id: text, kind: text, primary: text, candidate: text });
const path = object({
    path: text,
    status: oneOf(PATH_STATUSES),
    /** Share of pairs in which the candidate differs, in which the primary's own repeat does, and the excess. */
    rate: number,
    noise: orNull(number),
    excess: number,
    low: orNull(number),
    high: orNull(number),
    pairs: count,
    /** Numbers of differences by kind: another value, another type, missing, extra, another length. */
    kinds: listOf(object({ kind: text, count })),
    /** Of those by value: in how many the number is higher or the text longer, and in how many the opposite. */
    higher: count,
    lower: count,
    examples: listOf(example),
}, {
    /** About how many more pairs decide, where it is undecided. */
    needed: count,
    /** What the status, excess and bounds are about: the value, or only its shape, how numbers are distributed, or length. */
    by: text,
});
const slice = object({
    name: text,
    /** The field whose differences stand out most there. */
    path: text,
    pairs: count,
    rate: number,
    noise: orNull(number),
    /** Certainly worse, with the share of false discoveries among the flagged slices kept below the level. */
    flagged: flag,
}, { low: number, high: number });
const spread = object({
    arm: text,
    n: count,
    mean: number,
    /** p50, p90, p95, p99 and the largest value. */
    quantiles: listOf(number),
    /** Points of the cumulative distribution: value and share at or below it. */
    cdf: listOf(listOf(number)),
});
const measure = object({
    name: text,
    arms: listOf(spread),
    /** Median of candidate minus primary on the same requests, with its interval. */
    change: orNull(object({ median: number, low: orNull(number), high: orNull(number) })),
});
const figure = object({ name: text, value: number }, { low: number, high: number, stable: number, note: text, unit: text, flagged: flag });
const model = object({
    type: text,
    figures: listOf(figure),
    labels: listOf(text),
    /** Rows are what the stable model said, columns what the candidate said. */
    confusion: listOf(listOf(count)),
    flips: listOf(object({ from: text, to: text, count })),
    slices: listOf(object({ name: text, pairs: count, agreement: number, flagged: flag }, { loss: number, low: number, high: number, p: number })),
    drift: listOf(figure),
    /** Calibration: mean score, share of positives and number, by bin, for stable and candidate. */
    calibration: listOf(listOf(listOf(number))),
});
const details = object({
    kind: oneOf(['shadow']),
    noise: text,
    redacted: flag,
    compared: count,
    repeated: count,
    differing: count,
    paths: listOf(path),
    /** Paths that were counted but are not listed. */
    pathsOmitted: count,
    slices: listOf(slice),
    measures: listOf(measure),
    lost: listOf(object({ what: text, count })),
    cost: listOf(figure),
    /** What was done about side effects and load, one sentence each. */
    conduct: listOf(text),
}, { model });
/** The shadow details of a verdict, or undefined when it carries none that can be read. */
export function shadowDetails(data) {
    if (data?.kind !== 'shadow')
        return undefined;
    const problems = [];
    const read = details(data, 'details', problems);
    return problems.length === 0 ? read : undefined;
}
