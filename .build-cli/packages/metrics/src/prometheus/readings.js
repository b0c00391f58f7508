import { fillIn } from "../query-parts.js";
import { absent } from "../reading.js";
import { numberIn } from "./answer.js";
import { runsOf } from "./runs.js";
/** One reading per slot for a text and an arm, or the absence that befell the asking. */
export async function readSlots(client, part, text, arm, slots, signal) {
    const asked = await Promise.all(runsOf(slots).map((run) => readRun(client, part, fillIn(text, arm, run.widthMs), run, signal)));
    const failed = asked.find((readings) => 'kind' in readings);
    return failed !== undefined && 'kind' in failed
        ? failed
        : asked.flatMap((readings) => readings);
}
async function readRun(client, part, query, run, signal) {
    const [first] = run.slots;
    const last = run.slots.at(-1);
    if (first === undefined || last === undefined)
        return [];
    if (run.slots.length === 1)
        return await oneByOne(client, part, query, run.slots, signal);
    const range = { start: first.to, end: last.to, step: run.stepMs };
    const result = await client.between(query, range, signal);
    if (result.kind === 'absent')
        return result;
    const wanted = new Set(run.slots.map((slot) => slot.to));
    const moved = result.series.some(({ points }) => [...points.keys()].some((ms) => !wanted.has(ms)));
    // A query frontend (Thanos) may move the points to multiples of the step; single instants it leaves alone.
    if (moved)
        return await oneByOne(client, part, query, run.slots, signal);
    return run.slots.map((slot) => readingAt(part, result.series, slot.to));
}
async function oneByOne(client, part, query, slots, signal) {
    const results = await Promise.all(slots.map((slot) => client.at(query, slot.to, signal)));
    const readings = [];
    for (const [i, slot] of slots.entries()) {
        const result = results[i];
        if (result === undefined || result.kind === 'absent')
            return result ?? absent('source_unreachable');
        readings.push(readingAt(part, result.series, slot.to));
    }
    return readings;
}
function readingAt(part, all, ms) {
    const series = all.filter(({ points }) => points.has(ms));
    if (series.length === 0)
        return { kind: 'nothing' };
    const valueOf = ({ points }) => points.get(ms) ?? Number.NaN;
    if (part !== 'histogram' || series.some(({ labels }) => labels['le'] === undefined)) {
        return { kind: 'numbers', values: series.map(valueOf) };
    }
    const groups = new Set(series.map(({ labels }) => JSON.stringify({ ...labels, le: '' })));
    if (groups.size > 1) {
        return absent('source_refused', `the query returned ${groups.size} histograms: aggregate, as in sum by (le) (…)`);
    }
    return { kind: 'buckets', buckets: series.map((one) => [numberIn(one.labels['le'] ?? ''), valueOf(one)]) };
}
