import { claimOf, ours } from "./claim.js";
import { drive, marksOf } from "./drive.js";
/** How long undoing may take, in milliseconds: less than what a cancelled job has left. */
export const UNDO_MS = 8_000;
/**
 * Carries a swap from wherever its record says it is to its end. Anything but a pass, an exception and a cancelled job
 * included, takes traffic back, under a deadline of its own; then the exception goes on to the caller.
 */
export async function swap(run, signal) {
    const claim = claimOf(await run.ledger.list(signal), run.plan);
    if (claim.do === 'done') {
        return { decision: claim.decision, marks: claim.entry.marks, entry: claim.entry, already: true };
    }
    if (claim.do === 'refuse')
        return refused(claim.entry);
    const entry = claim.do === 'continue' ? claim.entry : await run.ledger.open(run.plan, signal);
    if (claim.do === 'open' && !ours(await run.ledger.list(signal), entry.id)) {
        await run.ledger.mark(entry.id, entry.plan, { what: 'refused', at: run.world(entry).now(), why: 'another_swap' }, signal);
        return refused(entry);
    }
    await run.claimed(entry);
    return { ...(await carried(run, entry, signal)), entry, already: false };
}
async function carried(run, entry, signal) {
    const world = run.world(entry);
    const marks = marksOf(entry);
    const undo = async () => await drive(world, entry.plan, marks, AbortSignal.timeout(UNDO_MS), { abandoned: true });
    try {
        return await drive(world, entry.plan, marks, signal, run.leaveAt === undefined ? {} : { leaveAt: run.leaveAt });
    }
    catch (error) {
        await undo().catch((second) => {
            throw new AggregateError([error, second], `${text(error)}; and going back failed too: ${text(second)}`);
        });
        throw error;
    }
}
function text(error) {
    return error instanceof Error ? error.message : String(error);
}
function refused(entry) {
    return { decision: 'refused', why: 'another_swap', marks: entry.marks, entry, already: false };
}
/** For a post step: ends what a stopped run left behind. Returns undefined if the record had ended by itself. */
export async function settle(ledger, id, world) {
    const signal = AbortSignal.timeout(UNDO_MS);
    const entry = (await ledger.list(signal)).find((each) => each.id === id);
    if (entry === undefined || entry.closed)
        return undefined;
    return await drive(world(entry), entry.plan, marksOf(entry), signal, { abandoned: true });
}
