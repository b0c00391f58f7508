import { addTotals, differenceEstimate, dispersion, pooledRate, ratioEstimate, startTotals, } from '@sluice/stats';
import { changeTest } from "./change-test.js";
import { limitTest } from "./limit-test.js";
import { trialsNeeded } from "./needed.js";
import { burstNote } from "./notes.js";
import { beyondZero, rateEffect } from "./rate-effect.js";
import { directionsOf } from "./track.js";
function stateOf(law, metric, failWhen) {
    const directions = directionsOf(metric.worse);
    const changes = [];
    return {
        law,
        metric,
        failWhen,
        directions,
        relative: metric.margin.of === 'baseline',
        tests: directions.map((direction) => changeTest(law, metric.margin, failWhen, direction)),
        limit: metric.limit === undefined ? null : limitTest(law, metric.limit, metric.worse === 'lower' ? -1 : 1),
        changes,
        totals: startTotals(),
        changed: startTotals(),
    };
}
/** The track of a proportion (`bernoulli`) or of events over an exposure (`poisson`). */
export function rateTrack(law, metric, failWhen, countsTrials) {
    const state = stateOf(law, metric, failWhen);
    const { totals } = state;
    return {
        add: (block) => addBlock(state, block),
        fails: (guarded) => failsOf(state, guarded),
        pass: (guarded) => passOf(state, guarded),
        effect: (alpha) => effectOf(state, alpha),
        observed: () => ({
            baseline: arm(totals.baselineEvents, totals.baselineExposure),
            candidate: arm(totals.candidateEvents, totals.candidateExposure),
        }),
        candidateTrials: () => (countsTrials ? totals.candidateExposure : null),
        needed: (alpha) => neededOf(state, alpha),
        notes: () => (spreadOf(state).measured > 2 ? [burstNote(spreadOf(state).measured)] : []),
    };
}
function addBlock({ limit, totals, changed, changes, tests }, block) {
    limit?.add(block.candidate);
    if (block.totals === null || block.change === null) {
        totals.candidateEvents += block.candidate.events;
        totals.candidateExposure += block.candidate.exposure;
        return;
    }
    const past = pooledRate(changed);
    for (const test of tests)
        test.add(block.change, past);
    changes.push(block.change);
    addTotals(changed, block.change);
    addTotals(totals, block.totals);
}
function estimateOf({ relative, totals }) {
    return relative ? ratioEstimate(totals) : differenceEstimate(totals);
}
function spreadOf({ changes, changed, law }) {
    return dispersion(changes, ratioEstimate(changed) ?? 1, law === 'bernoulli');
}
function failsOf(state, guarded) {
    const { tests, limit, failWhen } = state;
    const phi = guarded ? spreadOf(state).cautious : 1;
    const seen = estimateOf(state);
    const parts = tests.map((test) => ({
        logE: test.failLogE(phi),
        share: (limit === null ? 1 : 0.5) / tests.length,
        counts: failWhen !== 'beyond-margin' || test.beyond(seen),
        about: 'change',
    }));
    if (limit === null)
        return parts;
    return [...parts, { logE: limit.failLogE(), share: 0.5, counts: limit.broken(), about: 'limit' }];
}
function passOf(state, guarded) {
    const { tests, limit, totals, changes, relative } = state;
    const kept = limit?.passLogE() ?? Infinity;
    const silent = relative && totals.candidateEvents + totals.baselineEvents === 0;
    if (limit !== null && (silent || changes.length === 0))
        return { logE: kept, by: 'limit' };
    if (silent)
        return { logE: 0, by: 'margin', blocked: 'no_events' };
    const phi = guarded ? spreadOf(state).measured : 1;
    return { logE: Math.min(...tests.map((test) => test.passLogE(phi)), kept), by: 'margin' };
}
function effectOf(state, alpha) {
    const { law, metric, changes, changed, relative, failWhen, tests, directions } = state;
    const spread = spreadOf(state);
    const effect = rateEffect(law, metric, changes, changed, estimateOf(state), alpha, spread);
    if (relative || failWhen === 'certainly-beyond-margin')
        return effect;
    // No change at all is excluded by the test of the change itself, which is sharper than that of a difference.
    const certain = tests.map((test) => test.failLogE(spread.cautious) >= -Math.log(alpha));
    return directions.reduce((kept, direction, i) => (certain[i] === true ? beyondZero(kept, direction) : kept), effect);
}
function neededOf(state, alpha) {
    const { totals, changes, tests, limit } = state;
    const rate = pooledRate(totals);
    const share = totals.candidateExposure / (totals.candidateExposure + totals.baselineExposure || Infinity);
    const phi = spreadOf(state).measured;
    const gains = rate === null || changes.length === 0 ? [] : tests.map((test) => test.growth(rate, share) / phi);
    const alone = limit === null ? [] : [limit.growth() * (share || 1)];
    if (gains.length + alone.length === 0)
        return undefined;
    return trialsNeeded(passOf(state, true).logE, Math.min(...gains, ...alone), alpha);
}
function arm(events, exposure) {
    return { trials: exposure, events, value: exposure > 0 ? events / exposure : null };
}
