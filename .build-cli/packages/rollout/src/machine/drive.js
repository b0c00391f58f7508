import { nextStep } from "./next-step.js";
import { progressOf } from "./progress.js";
/** Takes one step after the other until the swap has ended; rejects with whatever the world rejected with. */
export async function drive(world, plan, marks, signal, options = {}) {
    let seen = { now: world.now(), ...options };
    for (;;) {
        seen = { ...seen, now: world.now() };
        const progress = progressOf(plan, marks);
        const step = nextStep(plan, progress, seen);
        if (step.do === 'end') {
            return { decision: step.decision, marks, ...(step.why === undefined ? {} : { why: step.why }) };
        }
        if (step.do === 'leave')
            return { decision: 'waiting', marks };
        if (options.abandoned !== true)
            signal.throwIfAborted();
        world.tell(step, progress);
        seen = await take(world, plan, step, progress, marks, seen, signal);
    }
}
async function take(world, plan, step, progress, marks, seen, signal) {
    const done = async (mark) => {
        await noted(world, mark, seen, signal);
        marks.push(mark);
        return mark.what === 'live' || mark.what === 'shifting' ? withoutJudgement(seen) : seen;
    };
    switch (step.do) {
        case 'read':
            return { ...seen, share: await world.read(signal) };
        case 'check':
            return { ...seen, checks: await world.check(signal) };
        case 'check-shared':
            return { ...seen, sharedAfter: await world.checkShared(signal) };
        case 'shift':
            return { ...seen, share: await shifted(world, step.share, signal) };
        case 'look':
            return { ...seen, look: await world.look(stageOf(plan, progress), signal) };
        case 'wait':
            await world.wait(signal);
            return beforeLooking(seen);
        case 'release':
            await world.release(signal);
            return await done({ what: 'released', at: seen.now });
        case 'retire':
            await world.retire(progress.phase === 'kept' ? progress.since : seen.now, signal);
            return await done({ what: 'retired', at: world.now() });
        case 'mark':
            return await done(step.mark);
        case 'leave':
            return seen;
    }
}
/** While undoing, traffic matters more than the record of it: a keeper that is away must not stop the way back. */
async function noted(world, mark, seen, signal) {
    const undoing = seen.abandoned === true && mark.what === 'returning';
    await world.mark(mark, signal).catch((error) => {
        if (!undoing)
            throw error;
    });
}
/** A write that failed may have landed: what the router does now decides, not what it answered. */
async function shifted(world, share, signal) {
    try {
        await world.shift(share, signal);
    }
    catch (error) {
        const found = await world.read(signal).catch(() => undefined);
        if (found !== share)
            throw error;
        return found;
    }
    return await world.read(signal);
}
function stageOf(plan, progress) {
    const rung = progress.phase === 'watching' ? progress.rung : 0;
    const since = progress.phase === 'watching' ? progress.since : 0;
    return { rung, since, share: plan.ladder[rung] ?? 100 };
}
/** After a rung has changed, what was judged at the one before says nothing. */
function withoutJudgement(seen) {
    const { look, sharedAfter, ...rest } = seen;
    return rest;
}
function beforeLooking(seen) {
    const { look, share, ...rest } = seen;
    return rest;
}
/** Marks of a record as a list that a run may add to. */
export function marksOf(entry) {
    return [...entry.marks];
}
