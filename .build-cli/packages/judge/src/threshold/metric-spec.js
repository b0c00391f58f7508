export const NO_LIMIT = -1;
const CONSECUTIVE_ERRORS = 4;
export function limitsOf(spec) {
    return {
        failure: spec.failureLimit ?? 0,
        inconclusive: spec.inconclusiveLimit ?? 0,
        consecutiveError: spec.consecutiveErrorLimit ?? CONSECUTIVE_ERRORS,
        consecutiveSuccess: spec.consecutiveSuccessLimit ?? 0,
    };
}
/** How many measurements end the metric: once where nothing is said, and `undefined` where it runs until stopped. */
export function effectiveCount({ count = 0, interval = '', }) {
    if (count > 0)
        return count;
    return interval === '' ? 1 : undefined;
}
