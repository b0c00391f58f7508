/** Number of judgements in a canary's lifetime: one per interval, at least one. */
export function judgementCount(lifetimeMs, intervalMs) {
    return Math.max(1, Math.floor(lifetimeMs / intervalMs));
}
/**
 * Whether the last score is enough. Without thresholds every score is.
 */
export function finalScorePasses(score, thresholds) {
    return thresholds.pass === undefined || score >= thresholds.pass;
}
/**
 * Judges score by score, as Kayenta's standalone analysis does: a score at or below `marginal` stops it (strict: below,
 * as the score's own class has it), and only the last one must reach `pass`. Looks are not corrected for.
 */
export function judgeRepeatedly(scores, thresholds, strict = false) {
    const { marginal } = thresholds;
    const stops = (score) => marginal !== undefined && (strict ? score < marginal : score <= marginal);
    const stop = scores.findIndex(stops);
    const last = stop === -1 ? scores.at(-1) : scores[stop];
    if (last === undefined)
        return { passed: false, judged: 0, stoppedEarly: false, reason: 'nothing was judged' };
    const judged = stop === -1 ? scores.length : stop + 1;
    const passed = stop === -1 && finalScorePasses(last, thresholds);
    const reason = stop !== -1 ? `score ${last} stopped it` : `last score ${last}`;
    return { passed, judged, stoppedEarly: stop !== -1 && judged < scores.length, reason };
}
