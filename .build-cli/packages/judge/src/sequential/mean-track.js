import { addMeans, meanDistance, meanLogE, meanSumVariance, startMeans, } from '@sluice/stats';
import { marginEffect, marginLine } from "./change-test.js";
import { meanEffect } from "./mean-effect.js";
import { directionsOf } from "./track.js";
// What the mixture over shifts costs, calibrated for rank and mean shifts alike.
const SHIFT_COST = 1.3;
function stateOf(metric, failWhen) {
    const tests = directionsOf(metric.worse).map((direction) => {
        const line = marginLine(metric.margin, direction);
        const null0 = failWhen === 'certainly-beyond-margin' ? line : { slope: 1, offset: 0 };
        return {
            direction,
            edge: marginEffect(metric.margin, direction),
            fail: startMeans(null0.slope, null0.offset),
            pass: startMeans(line.slope, line.offset),
        };
    });
    const limitSide = metric.worse === 'lower' ? -1 : 1;
    const blocks = [];
    return {
        metric,
        failWhen,
        tests,
        relative: metric.margin.of === 'baseline',
        limitSide,
        limit: metric.limit === undefined ? null : startMeans(0, metric.limit),
        arms: { candidate: startMeans(0, 0), baseline: startMeans(0, 0) },
        blocks,
        seen: { candidate: 0, baseline: 0, counted: true },
    };
}
/** The track of a mean: blocks compared within themselves, their own scatter telling how far chance moves the sum. */
export function meanTrack(metric, { failWhen }) {
    const state = stateOf(metric, failWhen);
    const { seen, arms, blocks, relative } = state;
    return {
        add: (reading) => addReading(state, reading),
        fails: () => failsOf(state),
        pass: () => passOf(state),
        effect: (alpha) => meanEffect(blocks, estimateOf(state), relative, alpha),
        observed: () => ({
            baseline: { trials: seen.baseline, value: meanDistance(arms.baseline) },
            candidate: { trials: seen.candidate, value: meanDistance(arms.candidate) ?? aloneMean(state) },
        }),
        candidateTrials: () => (seen.counted ? seen.candidate : null),
        needed: (alpha) => neededOf(state, alpha),
        notes: () => [],
    };
}
function addReading(state, { block, compared, counted }) {
    const { seen, limit, blocks, tests, arms } = state;
    seen.candidate += block.candidate.n;
    seen.baseline += block.baseline.n;
    seen.counted &&= counted;
    if (limit !== null)
        addMeans(limit, block);
    if (!compared)
        return;
    blocks.push(block);
    for (const { fail, pass } of tests)
        for (const sums of [fail, pass])
            addMeans(sums, block);
    const n = (block.candidate.n * block.baseline.n) / (block.candidate.n + block.baseline.n);
    for (const arm of ['candidate', 'baseline'])
        addMeans(arms[arm], { candidate: { ...block[arm], n }, baseline: block.baseline });
}
function estimateOf({ arms, relative, blocks }) {
    const [c, b] = [meanDistance(arms.candidate), meanDistance(arms.baseline)];
    if (c === null || b === null || blocks.length === 0)
        return null;
    // A share of a baseline that is not above zero means nothing.
    return relative ? (b > 0 ? c / b : null) : c - b;
}
function failsOf(state) {
    const { tests, limit, limitSide, failWhen } = state;
    const value = estimateOf(state);
    const parts = tests.map(({ direction, edge, fail }) => ({
        logE: value === null ? 0 : meanLogE(fail, direction),
        share: (limit === null ? 1 : 0.5) / tests.length,
        counts: value !== null && (failWhen !== 'beyond-margin' || direction * (value - edge) > 0),
        about: 'change',
    }));
    if (limit === null)
        return parts;
    const broken = limitSide * (meanDistance(limit) ?? 0) > 0;
    return [...parts, { logE: meanLogE(limit, limitSide), share: 0.5, counts: broken, about: 'limit' }];
}
function opposite(direction) {
    return direction === 1 ? -1 : 1;
}
function passOf(state) {
    const { tests, limit, limitSide, blocks } = state;
    const kept = limit === null ? Infinity : meanLogE(limit, opposite(limitSide));
    if (limit !== null && blocks.length === 0)
        return { logE: kept, by: 'limit' };
    if (estimateOf(state) === null)
        return { logE: 0, by: 'margin' };
    const change = tests.map(({ direction, pass }) => meanLogE(pass, opposite(direction)));
    return { logE: Math.min(...change, kept), by: 'margin' };
}
function aloneMean({ limit, metric }) {
    const distance = limit === null ? null : meanDistance(limit);
    return distance === null || metric.limit === undefined ? null : distance + metric.limit;
}
/** Values until the sum of a candidate as good as the baseline stands out from the line by the margin's distance. */
function neededOf({ tests, arms, seen }, alpha) {
    const goal = 2 * (Math.log(1 / alpha) + SHIFT_COST);
    const mean = meanDistance(arms.baseline);
    if (mean === null)
        return undefined;
    const blocksFor = (line) => {
        const distance = mean * (1 - line.slope) - line.offset;
        return Math.max(10, ((goal * meanSumVariance(line)) / (line.weight * distance) ** 2) * line.count);
    };
    const values = tests.map(({ pass }) => {
        const missing = Math.max(1, blocksFor(pass) - pass.count);
        return Math.ceil(((seen.candidate + seen.baseline) / pass.count) * missing);
    });
    const most = Math.max(...values);
    return Number.isFinite(most) ? most : undefined;
}
