import { absent } from "./reading.js";
const HINT = 'the events query matched no series in either arm: is the label right? Write `or vector(0)` if zero is meant';
/** Whether an events text came back with nothing at all, in both arms over all slots, where there were trials (or exposure). */
export function eventsAreSilent({ baseline, candidate }) {
    const events = [...(baseline.events ?? []), ...(candidate.events ?? [])];
    const chances = [...chancesOf(baseline), ...chancesOf(candidate)];
    return events.length > 0 && events.every(isNothing) && !chances.every(isNothing);
}
/**
 * What "no series" means for events where there were trials: a series is born with its first event, so it means zero;
 * but a misspelt label looks the same, so it only does when something shows that the text can match (`proven`).
 */
export function settleSilence(readings, proven) {
    const settled = {
        baseline: settle(readings.baseline, proven),
        candidate: settle(readings.candidate, proven),
    };
    const quiet = ['baseline', 'candidate'].filter((arm) => proven && isQuiet(readings[arm]));
    const notes = quiet.map((arm) => `The events query matched no series of the ${arm}: counted as no events.`);
    return { readings: settled, notes };
}
function settle(arm, proven) {
    const { events } = arm;
    const chances = chancesOf(arm);
    if (events === undefined)
        return arm;
    const settled = events.map((reading, i) => {
        if (!isNothing(reading) || isNothing(chances[i] ?? { kind: 'nothing' }))
            return reading;
        return proven ? { kind: 'numbers', values: [0] } : absent('no_data', HINT);
    });
    return { ...arm, events: settled };
}
function isQuiet(arm) {
    const { events = [] } = arm;
    return events.length > 0 && events.every(isNothing) && !chancesOf(arm).every(isNothing);
}
function chancesOf({ trials, exposure }) {
    return trials ?? exposure ?? [];
}
function isNothing(reading) {
    return reading.kind === 'nothing';
}
