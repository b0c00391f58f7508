import { progressOf } from "./progress.js";
/**
 * One swap at a time: an unfinished record is continued if it is about the same commit and target, else refused.
 * A run that already ended well is not repeated by a re-run, and no attempt ends twice.
 */
export function claimOf(entries, plan) {
    const open = entries.filter((entry) => blocks(entry, plan));
    const oldest = open.at(-1);
    if (oldest !== undefined)
        return resumes(oldest, plan) ? { do: 'continue', entry: oldest } : { do: 'refuse', entry: oldest };
    const own = entries.find((entry) => entry.plan.run === plan.run && sameAim(entry.plan, plan));
    const ended = own === undefined ? undefined : progressOf(own.plan, own.marks);
    if (own === undefined || ended?.phase !== 'ended' || own.closed)
        return { do: 'open' };
    const final = ended.decision === 'swapped' || own.plan.attempt === plan.attempt;
    return final && plan.run !== '' ? { do: 'done', entry: own, decision: ended.decision } : { do: 'open' };
}
/**
 * The target that a run without one of its own must mean, because its commit's swap is under way or was ended by this
 * very run: half way through, the idle colour is the wrong one. Undefined: nothing is to be continued.
 */
export function targetOf(entries, sha, run) {
    const underWay = entries.find((entry) => unfinished(entry) && entry.plan.sha === sha);
    const own = entries.find((entry) => run !== '' && entry.plan.run === run && !entry.closed);
    const ended = own === undefined ? undefined : progressOf(own.plan, own.marks);
    const swapped = ended?.phase === 'ended' && ended.decision === 'swapped';
    return underWay?.plan.target ?? (swapped ? own?.plan.target : undefined);
}
/** Whether a record opened a moment ago is ours to act on: of two opened at once, the older one is. */
export function ours(entries, id) {
    const open = entries.filter((entry) => unfinished(entry) && progressOf(entry.plan, entry.marks).phase !== 'kept');
    return open.length === 0 || open.at(-1)?.id === id;
}
/** What is kept and only waits to be retired stands in nobody's way, and a newer swap makes its retirement moot. */
function blocks(entry, plan) {
    const kept = progressOf(entry.plan, entry.marks).phase === 'kept';
    return unfinished(entry) && (!kept || resumes(entry, plan));
}
export function unfinished(entry) {
    return !entry.closed && progressOf(entry.plan, entry.marks).phase !== 'ended';
}
function resumes(entry, plan) {
    return sameAim(entry.plan, plan) && entry.plan.sha === plan.sha;
}
function sameAim(a, b) {
    return a.mode === b.mode && a.target === b.target;
}
