import { binnedQuantile, boundsAbove, mergeBins, NO_BINS } from '@sluice/stats';
import { limitTest } from "./limit-test.js";
import { trialsNeeded } from "./needed.js";
import { burstNote } from "./notes.js";
import { quantileEffect } from "./quantile-effect.js";
import { quantileTest } from "./quantile-test.js";
import { directionsOf } from "./track.js";
function stateOf(metric, failWhen) {
    const q = metric.quantile ?? 0.5;
    const limitSide = metric.worse === 'lower' ? -1 : 1;
    const empty = NO_BINS;
    return {
        metric,
        failWhen,
        q,
        relative: metric.margin.of === 'baseline',
        tests: directionsOf(metric.worse).map((direction) => quantileTest(metric, q, failWhen, direction)),
        limitSide,
        limit: metric.limit === undefined ? null : limitTest('bernoulli', 1 - q, limitSide),
        candidate: empty,
        baseline: empty,
        seen: { candidate: 0, baseline: 0 },
    };
}
/**
 * The track of a quantile. It fails on the average of the sequential Mann-Whitney test and the exceedance tests at the
 * quantile and at p99; it passes on the exceedance test at the quantile alone, for a body without a shift says nothing
 * about a tail.
 */
export function quantileTrack(metric, { failWhen }) {
    const state = stateOf(metric, failWhen);
    const { q, tests, seen, relative } = state;
    return {
        add: (block) => addBlock(state, block),
        fails: (guarded) => failsOf(state, guarded),
        pass: (guarded) => ({ logE: passOf(state, guarded), by: 'margin' }),
        effect: (alpha) => quantileEffect(tests[0]?.own.judged() ?? [], estimateOf(state), relative, alpha, phiOf(state)),
        observed: () => ({
            baseline: { trials: seen.baseline, value: finite(binnedQuantile(state.baseline, q)) },
            candidate: { trials: seen.candidate, value: finite(binnedQuantile(state.candidate, q)) },
        }),
        candidateTrials: () => seen.candidate,
        needed: (alpha) => {
            const share = seen.candidate / (seen.candidate + seen.baseline);
            const gains = tests.map((test) => tailGrowth(test.own.shares(), share) / phiOf(state));
            return trialsNeeded(passOf(state, true), Math.min(...gains), alpha);
        },
        notes: () => [...(phiOf(state) > 2 ? [burstNote(phiOf(state))] : []), ...coarse(state)],
    };
}
function addBlock(state, block) {
    const { seen, tests, limit, limitSide, metric } = state;
    const [n, m] = [block.candidate.total, block.baseline.total];
    // Both arms weigh the same within each block, so that a rising share does not pose as a shift.
    state.candidate = mergeBins(state.candidate, block.candidate, m / (n + m));
    state.baseline = mergeBins(state.baseline, block.baseline, n / (n + m));
    seen.candidate += n;
    seen.baseline += m;
    for (const test of tests)
        test.add(block);
    if (limit === null || metric.limit === undefined)
        return;
    const { sure, possible } = boundsAbove(block.candidate, metric.limit);
    const [fail, pass] = limitSide === 1 ? [sure, possible] : [possible, sure];
    limit.add({ events: fail, exposure: n }, { events: pass, exposure: n });
}
function estimateOf({ candidate, baseline, q, relative }) {
    const [c, b] = [binnedQuantile(candidate, q), binnedQuantile(baseline, q)];
    return finite(relative ? c / b : c - b);
}
function phiOf({ tests }) {
    return Math.max(...tests.map(({ own }) => own.phi()));
}
function failsOf(state, guarded) {
    const { tests, limit, failWhen } = state;
    const value = estimateOf(state);
    const parts = tests.flatMap((test) => {
        const logEs = test.failLogEs(guarded);
        const beyond = value !== null && test.direction * (value - test.edge) > 0;
        const share = (limit === null ? 1 : 0.5) / tests.length / logEs.length;
        const counts = failWhen !== 'beyond-margin' || beyond;
        return logEs.map((logE) => ({ logE, share, counts, about: 'change' }));
    });
    if (limit === null)
        return parts;
    return [...parts, { logE: limit.failLogE(), share: 0.5, counts: limit.broken(), about: 'limit' }];
}
function passOf({ tests, limit }, guarded) {
    return Math.min(...tests.map(({ own }) => own.passLogE(guarded)), limit?.passLogE() ?? Infinity);
}
/** Expected gain per value when both arms are alike and the candidate's threshold is moved by the margin. */
function tailGrowth({ tail, atMargin }, share) {
    const all = share * atMargin + (1 - share) * tail;
    if (all === 0 || tail === atMargin)
        return 0;
    const theta = (share * atMargin) / all;
    const far = (1 - theta) * Math.log((1 - theta) / (1 - share));
    return all * (theta > 0 ? theta * Math.log(theta / share) + far : far);
}
const COARSE = 'The margin is not visible in these buckets: no value lies between the threshold and where the margin puts it.';
function coarse({ tests }) {
    const shares = tests.map(({ own }) => own.shares());
    return shares.some(({ tail, atMargin }) => tail > 0 && tail === atMargin) ? [COARSE] : [];
}
function finite(value) {
    return Number.isFinite(value) ? value : null;
}
