import { counted } from "./counters.js";
import { isOutcome } from "./phase.js";
import { assessRun, isTerminating } from "./run-phase.js";
const TERMINATED = 'Metric Terminated';
/** One pass over a run: when a metric has ended it badly, measurements still in flight are stopped and counted. */
export function reconcileRun(metrics, terminate = false) {
    const known = metrics.map(({ state, dryRun }) => ({
        ...(state?.phase ? { phase: state.phase } : {}),
        dryRun,
    }));
    const ending = isTerminating(terminate, known);
    const stopped = ending ? metrics.filter(({ inFlight }) => inFlight !== undefined) : [];
    const after = metrics.map((metric) => (stopped.includes(metric) ? stop(metric) : metric));
    const terminated = stopped.map(({ spec }) => ({ name: spec.name, message: TERMINATED }));
    return { ...assessRun(after, terminate), terminated };
}
function stop(metric) {
    const { state, inFlight } = metric;
    if (state === undefined || inFlight === undefined || !isOutcome(inFlight))
        return metric;
    const measurements = Math.max(1, state.measurements);
    const stopped = {
        ...state,
        counters: counted(state.counters, inFlight),
        lastPhase: inFlight,
        measurements,
    };
    return { ...metric, state: stopped, message: TERMINATED };
}
