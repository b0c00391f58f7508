import { readCount, readProportion, whyUnusable, withoutBaseline } from "./arms.js";
import { rateTrack } from "./rate-track.js";
/** Events among trials, e.g. failed requests among requests. */
export function proportionKind(metric, policy) {
    return {
        read: (block) => rateBlock(block, readProportion(block.baseline), readProportion(block.candidate)),
        track: () => rateTrack('bernoulli', metric, policy.failWhen, true),
        traffic: ({ totals }) => (totals === null ? null : { candidate: totals.n, baseline: totals.m }),
    };
}
/** Events over an exposure of any unit; only exposures counted in `requests` are trials, and split by the router. */
export function countKind(metric, policy) {
    const requests = metric.unit === 'requests';
    return {
        read: (block) => rateBlock(block, readCount(block.baseline), readCount(block.candidate)),
        track: () => rateTrack('poisson', metric, policy.failWhen, requests),
        traffic: ({ totals }) => requests && totals !== null ? { candidate: totals.n, baseline: totals.m } : null,
    };
}
function rateBlock(block, baseline, candidate) {
    if ('missing' in candidate)
        return { missing: whyUnusable('missing' in baseline ? baseline.missing : undefined, candidate.missing) };
    if ('missing' in baseline) {
        return withoutBaseline(block)
            ? { value: { totals: null, change: null, candidate: candidate.value } }
            : { missing: whyUnusable(baseline.missing, undefined) };
    }
    const totals = {
        x: candidate.value.events,
        n: candidate.value.exposure,
        y: baseline.value.events,
        m: baseline.value.exposure,
    };
    if (block.paired === undefined)
        return { value: { totals, change: totals, candidate: candidate.value } };
    const { candidateOnly, baselineOnly } = block.paired;
    if (candidateOnly > totals.x || baselineOnly > totals.y)
        return { missing: 'wrong_samples' };
    const pairs = Math.min(totals.n, totals.m);
    const change = { x: candidateOnly, n: pairs, y: baselineOnly, m: pairs };
    return { value: { totals, change, candidate: candidate.value } };
}
