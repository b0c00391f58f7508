import { exceededLimit, assessMetric } from "./metric-phase.js";
import { isOutcome, isWorse } from "./phase.js";
/** A run ends when it is told to, or as soon as one of its metrics that count ended badly. */
export function isTerminating(terminate, metrics) {
    return terminate || metrics.some(({ phase, dryRun }) => dryRun !== true && endedBadly(phase));
}
/** The phase of a run: that of its worst metric, dry-run metrics aside, once all of them are done. */
export function assessRun(metrics, terminate = false) {
    const known = metrics.map(({ state, dryRun }) => ({
        ...(state?.phase ? { phase: state.phase } : {}),
        dryRun,
    }));
    const terminating = isTerminating(terminate, known);
    const assessed = metrics.map((metric) => ({ metric, phase: phaseOf(metric, terminating) }));
    const done = assessed.every(({ phase }) => phase !== undefined && isOutcome(phase));
    const { worst, message } = worstOf(assessed, terminate ? 'Run Terminated' : '');
    const summaries = {
        metrics: assessed.map(({ metric, phase = 'Pending' }) => ({
            name: metric.spec.name,
            phase,
            dryRun: metric.dryRun,
        })),
        runSummary: summarise(metrics, assessed, false),
        dryRunSummary: summarise(metrics, assessed, true),
    };
    if (terminating)
        return { phase: worst ?? 'Successful', message, ...summaries };
    if (!done || worst === undefined)
        return { phase: 'Running', message: '', ...summaries };
    return { phase: worst, message, ...summaries };
}
function phaseOf({ spec, state }, terminating) {
    return state === undefined ? undefined : assessMetric(spec, state, terminating);
}
function worstOf(assessed, initial) {
    let worst;
    let message = initial;
    for (const { metric, phase } of assessed) {
        if (phase === undefined || !isOutcome(phase))
            continue;
        if (metric.dryRun) {
            worst ??= 'Successful';
        }
        else if (worst === undefined || isWorse(worst, phase)) {
            worst = phase;
            message = blame(metric, phase) ?? message;
        }
    }
    return { worst, message: message.trim() };
}
function blame({ spec, state, message = '' }, phase) {
    const exceeded = state === undefined ? undefined : exceededLimit(spec, state.counters);
    if (exceeded === undefined)
        return undefined;
    const said = message === '' ? '' : `: "Error Message: ${message}"`;
    return `Metric "${spec.name}" assessed ${phase} due to ${exceeded.message}${said}`;
}
// By the limit exceeded rather than by phase, and a metric that ended in any other way counts as successful.
function summarise(metrics, assessed, dryRun) {
    const ended = assessed
        .filter(({ metric, phase }) => metric.dryRun === dryRun && phase !== undefined && isOutcome(phase))
        .map(({ metric }) => metric.state && exceededLimit(metric.spec, metric.state.counters)?.phase);
    const howMany = (phase) => ended.filter((each) => each === phase).length;
    return {
        count: metrics.filter((metric) => metric.dryRun === dryRun).length,
        successful: howMany(undefined),
        failed: howMany('Failed'),
        inconclusive: howMany('Inconclusive'),
        error: howMany('Error'),
    };
}
function endedBadly(phase) {
    return phase === 'Failed' || phase === 'Error' || phase === 'Inconclusive';
}
