import { change, counted, plainNumber, share, signed } from "./numbers.js";
/** Reasons as a person would say them. */
const WORDS = {
    within_margin: 'within its margin',
    tolerated_change: 'changed, within its margin',
    limit_kept: 'within its limit',
    regression: 'certainly worse',
    beyond_margin: 'worse beyond its margin',
    certainly_beyond_margin: 'certainly worse than its margin',
    limit_exceeded: 'beyond its limit',
    more_trials_needed: 'undecided so far',
    too_few_trials: 'short of trials so far',
    difference_within_budget: 'within the budget for differences',
    difference_beyond_budget: 'different beyond noise and budget',
    no_data: 'without data',
    no_baseline: 'without data for the baseline',
    no_candidate: 'without data for the candidate',
    no_events: 'without events in either arm',
    sample_ratio_mismatch: 'not judged: traffic was not split as planned',
    source_unreachable: 'out of reach: its source does not answer',
    check_passed: 'met',
    check_failed: 'not met',
    source_refused: 'refused by its source',
};
export function reasonWords(reason) {
    return WORDS[reason] ?? reason.replaceAll('_', ' ');
}
/** The evidence that the table of metrics shows: all, but for what sections of an action's own tell better. */
export function inTable(evidence, { elsewhere }) {
    return elsewhere === undefined ? evidence : evidence.filter((e) => !elsewhere(e.metric));
}
/** What the bounds in a table promise, for the head of their column; where that varies, each row says it. */
export function boundsHead(evidence) {
    const [promise = 'bounds', ...more] = promisesIn(evidence);
    return more.length === 0 ? promise : 'bounds';
}
function promisesIn(evidence) {
    return [...new Set(evidence.filter(isBounded).map(promiseOf))];
}
/** A count of everything there was is the truth: it is given as its own bounds, and has none. */
function isBounded({ effect, policy }) {
    return policy.settings?.['census'] !== true && (effect.low !== null || effect.high !== null);
}
/** Both ends of Kayenta's interval hold together; those of every other judge hold each by itself. */
function promiseOf({ judge, confidence }) {
    return judge === 'kayenta' ? `${share(confidence)} interval` : `bounds (${share(confidence)} each)`;
}
/** Worst first, then what is undecided, then what is fine; metrics that never decide come last. */
export function rowsOf(evidence) {
    const rank = (e) => ['worse', 'unknown', 'fine'].indexOf(e.finding) + (e.critical ? 0 : 3);
    const isMixed = promisesIn(evidence).length > 1;
    return [...evidence].sort((a, b) => rank(a) - rank(b)).map((e) => rowOf(e, isMixed));
}
function rowOf(e, isMixed) {
    return {
        metric: e.metric,
        finding: e.finding,
        critical: e.critical,
        reason: reasonWords(e.reason),
        effect: onScale(e, e.effect.estimate),
        interval: isMixed && isBounded(e) ? `${intervalOf(e)}, ${promiseOf(e)}` : intervalOf(e),
        margin: e.margin === null ? '–' : onScale(e, e.margin),
        baseline: observedText(e, e.observed.baseline),
        candidate: observedText(e, e.observed.candidate),
        needed: e.needed === undefined ? '' : `≈ ${counted(e.needed)} more`,
        notes: e.notes ?? [],
    };
}
function onScale(e, value) {
    if (value === null)
        return '–';
    if (e.scale === 'ratio')
        return change(value);
    if (e.scale === 'absolute')
        return observedValue(e, value);
    if (isShare(e))
        return signed(value * 100, ' points');
    const { size, unit } = sized(value, e.unit);
    return signed(size, unit === '' ? '' : ` ${unit}`);
}
function intervalOf(e) {
    if (!isBounded(e))
        return '–';
    const { low, high } = e.effect;
    return `${low === null ? '…' : onScale(e, low)} to ${high === null ? '…' : onScale(e, high)}`;
}
function isShare(e) {
    return e.policy.kind === 'proportion';
}
/** A value of one arm in its own unit, for people. */
export function observedValue(e, value) {
    if (isShare(e))
        return share(value);
    if (value === null)
        return '–';
    const { size, unit } = sized(value, e.unit);
    return `${plainNumber(size)}${unit === '' ? '' : ` ${unit}`}`;
}
/** Seconds below one are read as milliseconds. */
function sized(value, unit) {
    return unit === 's' && Math.abs(value) < 1 ? { size: value * 1000, unit: 'ms' } : { size: value, unit };
}
function observedText(e, seen) {
    const value = observedValue(e, seen.value);
    const trials = counted(seen.trials);
    // A check is asked once: its answer is the finding, and a count of one would only look like a measurement.
    if (e.judge === 'check')
        return '–';
    if (seen.trials === 0)
        return value;
    return seen.events === undefined
        ? `${value} (n = ${trials})`
        : `${value} (${counted(seen.events)} of ${trials})`;
}
