import { assessCorrected } from "./corrected-measurement.js";
import { counted, NOTHING_COUNTED } from "./counters.js";
import { assessMeasurement } from "./measurement.js";
import { assessMetric } from "./metric-phase.js";
import { isOutcome } from "./phase.js";
import { retained } from "./retention.js";
import { assessRun } from "./run-phase.js";
/**
 * Runs an analysis over recorded measurements, one of every unfinished metric at a time, until a metric ends it or the
 * records do. `exact` answers as Argo Rollouts does; otherwise silence is an error, never a success.
 */
export function replayAnalysis(template, records, exact) {
    let courses = template.metrics.map(({ spec }) => start(spec, template.dryRun.has(spec.name)));
    const longest = Math.max(0, ...[...records.values()].map((list) => list.length));
    let run = assessRun(courses.map(asRunMetric));
    for (let round = 0; round < longest && run.phase === 'Running'; round++) {
        courses = courses.map((course) => step(course, records.get(course.spec.name)?.[round], exact));
        run = assessRun(courses.map(asRunMetric));
    }
    // As in Argo Rollouts, where a run that is told to stop while it still runs has succeeded.
    if (exact && run.phase === 'Running')
        run = assessRun(courses.map(asRunMetric), true);
    const ended = run.metrics;
    const metrics = courses.map(({ spec, dryRun, counters, taken }, i) => ({
        name: spec.name,
        phase: ended[i]?.phase ?? 'Pending',
        dryRun,
        counters,
        measurements: retained(spec.name, taken, template.retention),
    }));
    return { ...run, metrics };
}
function start(spec, dryRun) {
    return { spec, dryRun, phase: 'Pending', counters: NOTHING_COUNTED, taken: [] };
}
function step(course, record, exact) {
    if (record === undefined || isOutcome(course.phase))
        return course;
    const { phase, error } = 'error' in record ? failed(record.error) : assess(record.value, course.spec, exact);
    const counters = counted(course.counters, phase);
    const measured = {
        phase,
        ...('value' in record ? record : {}),
        ...(error === undefined ? {} : { error }),
    };
    const taken = [...course.taken, measured];
    const now = assessMetric(course.spec, { counters, measurements: taken.length, lastPhase: phase }, false);
    return { ...course, counters, taken, phase: now };
}
function failed(error) {
    return { phase: 'Error', error };
}
function assess(value, { conditions }, exact) {
    return (exact ? assessMeasurement : assessCorrected)(value, conditions);
}
function asRunMetric({ spec, dryRun, phase, counters, taken }) {
    const last = taken.at(-1);
    if (last === undefined)
        return { spec, dryRun };
    return {
        spec,
        dryRun,
        state: { counters, phase, measurements: taken.length, lastPhase: last.phase },
        ...(last.error === undefined ? {} : { message: last.error }),
    };
}
