import { UserError } from '@sluice/action';
const EXACT = 1e-6;
const ROUNDING = 0.005;
/**
 * Writes a weight and reads it back until the router agrees; returns the weight the router reports. Rejects with
 * `ROUTER_LIES` when it still reports another weight at the deadline, `ROUTER_REFUSED` when it says no,
 * `ROUTER_UNREACHABLE` when it cannot be asked. After any of these the weight is unknown: `restore` it.
 */
export async function shift(router, weight, io, signal = io.signal, options = {}) {
    return await drive(router, weight, io, { ...options, signal, stubborn: false });
}
async function drive(router, weight, io, options) {
    if (!(weight >= 0 && weight <= 100)) {
        throw new UserError('BAD_INPUT', `weight: must be from 0 to 100 percent, got ${weight}`, 'Fix the weight.');
    }
    const timeoutMs = options.timeoutMs ?? 30_000;
    const pollMs = options.pollMs ?? 500;
    const inTime = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
    let last = { problem: undefined, read: undefined };
    while (!inTime.aborted) {
        last = await attempt(router, weight, inTime, last);
        if (isRefusal(last.problem) && !options.stubborn && !inTime.aborted)
            throw last.problem;
        if (last.read !== undefined && agrees(last.read, weight, router.tolerance))
            return last.read;
        await io.sleep(pollMs, inTime).catch(() => undefined);
    }
    options.signal.throwIfAborted();
    throw failure(last, weight, timeoutMs);
}
/**
 * Puts a weight back with a deadline of its own, so that it works after the job was cancelled. Same promises as
 * `shift`, but not even a refusal makes it give up before the deadline (8 seconds: the runner kills after 10).
 */
export async function restore(router, weight, io, options = {}) {
    const timeoutMs = options.timeoutMs ?? 8_000;
    const signal = AbortSignal.timeout(timeoutMs + 1000);
    return await drive(router, weight, io, { ...options, timeoutMs, signal, stubborn: true });
}
async function attempt(router, weight, signal, last) {
    try {
        // A router that took the weight may need time to act on it; one that failed is asked again.
        if (last.read === undefined)
            await router.write(weight, signal);
        return { problem: undefined, read: await router.read(signal) };
    }
    catch (problem) {
        // Cut off by the deadline, the problem found before says more than the deadline does.
        return signal.aborted && (last.problem !== undefined || last.read !== undefined)
            ? last
            : { problem, read: undefined };
    }
}
function isRefusal(problem) {
    return problem instanceof UserError && problem.code !== 'ROUTER_UNREACHABLE';
}
function agrees(read, weight, tolerance = 0) {
    const allowed = weight === 0 || weight === 100 ? EXACT : Math.max(tolerance, ROUNDING);
    return Math.abs(read - weight) <= allowed;
}
function failure(last, weight, timeoutMs) {
    const waited = `within ${timeoutMs / 1000} s`;
    if (last.read !== undefined) {
        return new UserError('ROUTER_LIES', `the router took a weight of ${weight}% but still reports ${last.read}% ${waited}`, 'Is something else writing to this router, or is it not reloading?');
    }
    const { problem } = last;
    if (problem instanceof UserError)
        return problem;
    return new UserError('ROUTER_UNREACHABLE', `the router did not take a weight of ${weight}% ${waited}: ${problem instanceof Error ? problem.message : String(problem)}`, 'Check the address in `router-settings` and that this runner can reach it.');
}
