import { instantOf } from "./local-time.js";
import { occurrences } from "./rule.js";
/** The event of a calendar that is going on at an instant, and when it ends; undefined where there is none. */
export function busyAt(events, now) {
    for (const event of events) {
        const until = endOfRunning(event, now);
        if (until !== undefined)
            return { summary: event.summary, until };
    }
    return undefined;
}
const FURTHEST_MS = 86_400_000;
function endOfRunning(event, now) {
    const walls = event.rule === undefined ? [event.start] : occurrences(event.rule, event.start);
    for (const wall of walls) {
        // No zone is further than this from UTC; looking zones up is what takes time.
        if (wall + event.lengthMs + FURTHEST_MS < now)
            continue;
        const start = instantOf(wall, event.zone);
        if (start > now || start > (event.rule?.until ?? Infinity))
            return undefined;
        const byClock = instantOf(wall + event.lengthMs, event.zone);
        // Across a change of the clocks the two ends differ; a freeze that is an hour too long does less harm.
        const end = event.wholeDay ? byClock : Math.max(byClock, start + event.lengthMs);
        if (now < end && !event.except.has(start))
            return end;
    }
    return undefined;
}
