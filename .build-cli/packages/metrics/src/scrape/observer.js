import { absent } from "../reading.js";
import { UnreadableLine } from "./exposition.js";
import { seriesIn } from "./series.js";
import { loadLooks, saveLooks } from "./state.js";
/** Metrics that are observed within this share of an interval share one reading of the pages. */
const SAME_LOOK = 1 / 20;
const LONGEST_SAME_LOOK_MS = 1_000;
export function createObserver(io, statePath, readNow) {
    let kept;
    let looks = new Map();
    const failures = new Map();
    let shared;
    let saved = Promise.resolve();
    const pagesNow = (span, signal) => {
        const since = io.now();
        const reuseMs = Math.min(span.intervalMs * SAME_LOOK, LONGEST_SAME_LOOK_MS);
        if (shared === undefined || since - shared.since > reuseMs) {
            // The pages show the moment at which they were answered, which after retries is not when they were asked for.
            shared = { since, read: readNow(signal).then((pages) => ({ pages, at: io.now() })) };
        }
        return shared;
    };
    return {
        look: async (wanted, span, signal) => {
            kept ??= statePath === undefined ? Promise.resolve(new Map()) : loadLooks(statePath);
            looks = await kept;
            const { at, pages } = await pagesNow(span, signal).read;
            for (const { key, arm, selector } of wanted) {
                const seen = seenIn(pages[arm], selector);
                if ('kind' in seen)
                    inner(failures, key).set(at, seen);
                else
                    inner(looks, key).set(at, seen);
            }
            forgetBefore(looks, span);
            if (statePath === undefined)
                return;
            saved = saved.then(() => saveLooks(statePath, looks));
            await saved;
        },
        history: ({ key }) => new Map([...(failures.get(key) ?? []), ...(looks.get(key) ?? [])]),
    };
}
function seenIn(pages, selector) {
    if ('kind' in pages)
        return pages;
    try {
        return seriesIn(pages, selector);
    }
    catch (error) {
        if (error instanceof UnreadableLine)
            return absent('source_refused', error.message);
        throw error;
    }
}
/** Looks from before the analysis began are of no use to it. */
function forgetBefore(looks, span) {
    const [first] = span.slots;
    if (first === undefined)
        return;
    for (const seen of looks.values()) {
        for (const at of seen.keys())
            if (at < first.from - span.intervalMs)
                seen.delete(at);
    }
}
function inner(outer, key) {
    const found = outer.get(key) ?? new Map();
    outer.set(key, found);
    return found;
}
