import { isOutcome } from "./phase.js";
/** Whether a run that ended `completedSecondsAgo` has outlived its time (by strictly more than it). */
export function ttlExceeded(ttl, phase, completedSecondsAgo) {
    if (completedSecondsAgo === undefined || !isOutcome(phase))
        return false;
    const own = phase === 'Successful'
        ? ttl.secondsAfterSuccess
        : phase === 'Inconclusive'
            ? undefined
            : ttl.secondsAfterFailure;
    const seconds = own ?? ttl.secondsAfterCompletion;
    return seconds !== undefined && completedSecondsAgo > seconds;
}
