import { durationMs } from "./duration.js";
import { limitsOf, NO_LIMIT } from "./metric-spec.js";
/** Every reason why Argo Rollouts would refuse this metric, its first reason first. */
export function problemsOf(spec, providers = 1) {
    return [
        ...countProblems(spec),
        ...timingProblems(spec),
        ...limitProblems(spec),
        ...providerProblems(providers),
    ];
}
function countProblems(spec) {
    const { count = 0 } = spec;
    if (count <= 0)
        return [];
    const { failure, inconclusive, consecutiveSuccess } = limitsOf(spec);
    const success = Math.max(0, consecutiveSuccess);
    return found([
        [count < failure, 'count must be >= failureLimit'],
        [count < success, 'count must be >= consecutiveSuccessLimit'],
        [
            failure > 0 && success > 0 && count < failure + success,
            'count must be >= failureLimit + consecutiveSuccessLimit',
        ],
        [count < inconclusive, 'count must be >= inconclusiveLimit'],
    ]);
}
function timingProblems({ count = 0, interval = '', initialDelay = '' }) {
    return found([
        [count > 1 && interval === '', 'interval must be specified when count > 1'],
        [interval !== '' && durationMs(interval) === undefined, `invalid interval string: ${interval}`],
        [
            initialDelay !== '' && durationMs(initialDelay) === undefined,
            `invalid startDelay string: ${initialDelay}`,
        ],
    ]);
}
function limitProblems(spec) {
    const { failure, inconclusive, consecutiveError, consecutiveSuccess } = limitsOf(spec);
    return found([
        [failure < NO_LIMIT, 'failureLimit must be >= -1'],
        [inconclusive < 0, 'inconclusiveLimit must be >= 0'],
        [consecutiveError < 0, 'consecutiveErrorLimit must be >= 0'],
        [consecutiveSuccess < 0, 'consecutiveSuccessLimit must be >= 0'],
        [
            failure === NO_LIMIT && consecutiveSuccess === 0,
            'failureLimit and consecutiveSuccessLimit cannot both be disabled',
        ],
    ]);
}
function providerProblems(providers) {
    return found([
        [providers < 1, 'no provider specified'],
        [providers > 1, 'multiple providers specified'],
    ]);
}
function found(claims) {
    return claims.filter(([holds]) => holds).map(([, problem]) => problem);
}
