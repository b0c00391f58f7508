import { durationMs } from "./duration.js";
import { effectiveCount } from "./metric-spec.js";
import { isOutcome } from "./phase.js";
/** After an error a metric is measured again this soon, whatever its interval. */
export const ERROR_RETRY_MS = 10_000;
/** Whether a metric is to be measured (or its measurement resumed) at `now`. */
export function isDue(spec, times, terminating, now) {
    if (times.phase !== undefined && isOutcome(times.phase))
        return false;
    const { last } = times;
    if (last !== undefined && last.finished === undefined)
        return !(last.resumeAt !== undefined && last.resumeAt > now);
    if (terminating)
        return false;
    if (last?.finished === undefined)
        return delayHasPassed(spec, times.runStarted, now);
    const count = effectiveCount(spec);
    if (count !== undefined && times.count >= count)
        return false;
    const wait = pause(spec, last.phase);
    return wait !== undefined && now > last.finished + (wait === 'never' ? ERROR_RETRY_MS : wait);
}
/** When to look at a metric again, or `undefined` if it needs no looking at. */
export function nextLook(spec, times, now) {
    if (times.phase !== undefined && isOutcome(times.phase))
        return undefined;
    const { last } = times;
    if (last === undefined)
        return firstLook(spec, times.runStarted ?? now);
    if (last.finished === undefined)
        return last.resumeAt;
    const count = effectiveCount(spec);
    if (count !== undefined && times.count >= count)
        return undefined;
    const wait = pause(spec, last.phase);
    return wait === undefined || wait === 'never' ? undefined : last.finished + wait;
}
/** The earliest of several looks. */
export function earliest(looks) {
    const known = looks.filter((look) => look !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
}
function delayHasPassed({ initialDelay = '' }, started, now) {
    if (initialDelay === '')
        return true;
    const delay = durationMs(initialDelay);
    return delay !== undefined && started !== undefined && started + delay <= now;
}
function firstLook({ initialDelay = '' }, started) {
    const delay = initialDelay === '' ? undefined : durationMs(initialDelay);
    return delay === undefined ? undefined : started + delay;
}
/** Milliseconds between measurements, `never` where none was asked for, `undefined` where it can't be read. */
function pause({ interval = '' }, last) {
    if (last === 'Error')
        return ERROR_RETRY_MS;
    return interval === '' ? 'never' : durationMs(interval);
}
