import { whyUnusable } from "../sequential/arms.js";
import { alphaOf, budgetShare } from "../sequential/budget.js";
import { marginEffect } from "../sequential/change-test.js";
import { FAIL_REASONS } from "../sequential/evidence.js";
import { directionsOf } from "../sequential/track.js";
import { unjudged } from "../unjudged.js";
import { NOTHING_POOLED, pool } from "./arm.js";
import { fixedInterval } from "./interval.js";
import { readFixedSettings } from "./settings.js";
/**
 * Judges one metric at one look: by Newcombe, Katz, conditional Poisson, Welch or Hodges-Lehmann intervals. The look is
 * due when both arms together have `settings.trials`; blocks after it change nothing. Without a planned size there must
 * be one block, for looking again at the same level would break the promise (`second_look`).
 */
export function judgeFixed(policy, metric, samples) {
    const look = lookIn(metric, samples);
    if (typeof look === 'string')
        return unjudged(policy, metric, samples, look);
    const alpha = alphaOf(policy);
    const directions = directionsOf(metric.worse);
    const failLevel = (alpha * (metric.critical ? budgetShare(policy, metric) : 1)) / directions.length;
    const strict = fixedInterval(metric, look.candidate, look.baseline, 1 - 2 * Math.min(0.49, failLevel));
    const shown = fixedInterval(metric, look.candidate, look.baseline, 1 - 2 * Math.min(0.49, alpha));
    if (strict === null || shown === null)
        return unjudged(policy, metric, samples, 'not_comparable');
    const edgeOf = (direction) => marginEffect(metric.margin, direction);
    const equal = metric.margin.of === 'baseline' ? 1 : 0;
    const failed = directions.some((direction) => {
        const bar = policy.failWhen === 'certainly-beyond-margin' ? edgeOf(direction) : equal;
        const certain = direction * ((direction === 1 ? strict.low : strict.high) - bar) > 0;
        const beyond = direction * (strict.estimate - edgeOf(direction)) > 0;
        return certain && (policy.failWhen !== 'beyond-margin' || beyond);
    });
    const enough = trialsOf(look.candidate) >= policy.minTrials;
    const within = directions.every((direction) => direction * ((direction === 1 ? shown.high : shown.low) - edgeOf(direction)) < 0);
    const [finding, reason] = ruling(policy.failWhen, failed, within, enough);
    return {
        ...unjudged(policy, metric, samples, reason),
        finding,
        effect: { estimate: shown.estimate, low: finite(shown.low), high: finite(shown.high) },
        margin: edgeOf(metric.worse === 'lower' ? -1 : 1),
        observed: { baseline: seen(look.baseline), candidate: seen(look.candidate) },
    };
}
function ruling(failWhen, failed, within, enough) {
    if (failed)
        return ['worse', FAIL_REASONS[failWhen]];
    if (!within)
        return ['unknown', 'more_trials_needed'];
    return enough ? ['fine', 'within_margin'] : ['unknown', 'too_few_trials'];
}
/** What both arms had at the one look, or why there is none. Blocks at different weights are never pooled. */
function lookIn(metric, { blocks }) {
    const { trials } = readFixedSettings(metric);
    if (blocks.length === 0)
        return 'no_data';
    if (trials === null && blocks.length > 1)
        return 'second_look';
    let look = { candidate: NOTHING_POOLED, baseline: NOTHING_POOLED };
    for (const block of blocks) {
        if (block.weight !== blocks[0]?.weight)
            return 'not_comparable';
        const [candidate, baseline] = [
            pool(look.candidate, block.candidate, metric.kind),
            pool(look.baseline, block.baseline, metric.kind),
        ];
        if ('missing' in candidate)
            return whyUnusable('missing' in baseline ? baseline.missing : undefined, candidate.missing);
        if ('missing' in baseline)
            return whyUnusable(baseline.missing, undefined);
        look = { candidate: candidate.value, baseline: baseline.value };
        if (trials !== null && trialsOf(look.candidate) + trialsOf(look.baseline) >= trials)
            return look;
    }
    return trials === null ? look : 'more_trials_needed';
}
function trialsOf({ tally, moments }) {
    return Math.max(tally.exposure, moments.n);
}
function seen(arm) {
    const { events, exposure } = arm.tally;
    if (exposure > 0)
        return { trials: exposure, events, value: events / exposure };
    return { trials: arm.moments.n, value: arm.moments.n > 0 ? arm.moments.mean : null };
}
function finite(value) {
    return Number.isFinite(value) ? value : null;
}
