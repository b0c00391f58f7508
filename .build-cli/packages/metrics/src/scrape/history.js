import { absent } from "../reading.js";
import { restartsAreSeen } from "./series.js";
/**
 * The reading of every slot, from what looks near the slot's ends saw. A slot that no look began or ended is
 * `not_observed`; where looks were missed, what grew over several slots of one weight is read as the last one's. Over more
 * than a few slots the instances must say when they were started, or a restart in between would pass for silence.
 */
export function readingsOf(history, span, read) {
    const near = (ms) => nearest(history, ms, toleranceOf(span));
    return span.slots.map((slot, i) => {
        const after = near(slot.to);
        if (after === undefined)
            return absent('not_observed', 'no look at the end of this interval');
        if (isAbsent(after.seen))
            return after.seen;
        for (const [missed, from] of beginnings(span.slots, i).entries()) {
            const before = near(from.from);
            if (before === undefined || before.at >= after.at || isAbsent(before.seen))
                continue;
            if (missed > FEW && !restartsAreSeen(before.seen, after.seen))
                break;
            return read(before.seen, after.seen);
        }
        return absent('not_observed', 'no look at the beginning of this interval');
    });
}
const FEW = 2;
/** A look may be off by this much: what flows in the meantime is counted in the neighbouring slot. */
function toleranceOf(span) {
    return Math.max(250, span.intervalMs / 5);
}
/** A look that saw something is preferred to a nearer one that failed. */
function nearest(history, ms, tolerance) {
    const close = [...history].filter(([at]) => Math.abs(at - ms) <= tolerance);
    const [best] = close.toSorted(([a, seenA], [b, seenB]) => Number(isAbsent(seenA)) - Number(isAbsent(seenB)) || Math.abs(a - ms) - Math.abs(b - ms));
    return best === undefined ? undefined : { at: best[0], seen: best[1] };
}
/** The slot itself and those before it that join it without a gap or a change of weight, nearest first. */
function beginnings(slots, last) {
    const joined = [];
    for (let i = last; i >= 0; i--) {
        const slot = slots[i];
        const later = joined.at(-1);
        if (slot === undefined ||
            (later !== undefined && (slot.to !== later.from || slot.weight !== later.weight)))
            break;
        joined.push(slot);
    }
    return joined;
}
function isAbsent(found) {
    return 'kind' in found;
}
