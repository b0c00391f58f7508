import { numberIn } from "../prometheus/answer.js";
import { samplesNamed } from "./exposition.js";
/** Reads the series a selector means from an arm's pages, one page per instance. */
export function seriesIn(pages, selector) {
    const values = {};
    const started = {};
    for (const [instance, page] of pages.entries()) {
        for (const { labels, value } of samplesNamed(page, selector.name)) {
            if (selector.matches(labels))
                values[keyOf(instance, labels)] = value;
        }
        const [began] = samplesNamed(page, 'process_start_time_seconds');
        if (began !== undefined)
            started[instance] = began.value;
    }
    return { values, started };
}
function keyOf(instance, labels) {
    return JSON.stringify([instance, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
/**
 * What the series grew by between two moments. A counter that fell began again at zero (Prometheus's rule), and so did
 * every counter of a process that was started anew, even those that have already overtaken their old value. A series
 * that was not there before was born at zero.
 */
export function growth(before, after) {
    const grown = new Map();
    for (const [key, value] of Object.entries(after.values)) {
        const old = before.values[key] ?? 0;
        grown.set(key, value < old || restarted(before, after, key) ? value : value - old);
    }
    return grown;
}
function restarted(before, after, key) {
    const instance = instanceOf(key);
    const old = before.started[instance];
    const now = after.started[instance];
    // Some exporters derive it anew at every scrape, a few milliseconds off.
    return old !== undefined && now !== undefined && Math.abs(now - old) > 1;
}
/** Whether every instance told when its process began, at both moments: then no restart can hide in between. */
export function restartsAreSeen(before, after) {
    const keys = [...Object.keys(before.values), ...Object.keys(after.values)];
    return keys.every((key) => instanceOf(key) in before.started && instanceOf(key) in after.started);
}
/** The sum over series, as one number. */
export function summed(values) {
    let total = 0;
    let any = false;
    for (const value of values) {
        total += value;
        any = true;
    }
    return any ? { kind: 'numbers', values: [total] } : { kind: 'nothing' };
}
/** Cumulative buckets, summed over everything but `le`. */
export function bucketed(grown) {
    const sums = new Map();
    for (const [key, value] of grown) {
        const le = labelOf(key, 'le');
        if (le !== undefined)
            sums.set(numberIn(le), (sums.get(numberIn(le)) ?? 0) + value);
    }
    if (grown.size === 0)
        return { kind: 'nothing' };
    return sums.size === 0 ? { kind: 'numbers', values: [] } : { kind: 'buckets', buckets: [...sums] };
}
function instanceOf(key) {
    return key.slice(1, key.search(/[,\]]/));
}
function labelOf(key, label) {
    const [, ...labels] = JSON.parse(key);
    return labels.find(([name]) => name === label)?.[1];
}
