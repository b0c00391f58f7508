export const FLEET_METRIC = 'devices that went back';
/** Devices are the unit: messages of one device are not independent, and a chatty device is one device. */
export function fleetPolicy(limit) {
    return {
        name: FLEET_METRIC,
        kind: 'proportion',
        worse: 'higher',
        margin: { value: 0, of: 'unit' },
        critical: true,
        weight: 1,
        judge: 'sequential',
        limit,
    };
}
/**
 * The cohort as one block: an event is a device that went back, a trial one that has made up its mind. One that is
 * still testing longer after the stage began than `overdueMs` counts as lost: a device that died is no success.
 */
export function cohortSamples(standing, stage, now, overdueMs) {
    const lost = now >= stage.since + overdueMs ? standing.testing : 0;
    const events = standing.reverted + lost;
    const trials = standing.confirmed + events;
    const candidate = trials === 0
        ? { kind: 'absent', absence: 'no_data', detail: 'no device has made up its mind yet' }
        : { kind: 'proportion', events, trials };
    const baseline = { kind: 'absent', absence: 'not_observed' };
    return {
        metric: FLEET_METRIC,
        blocks: [{ from: stage.since, to: now, weight: stage.share, baseline, candidate }],
    };
}
/** Whether enough of the cohort has been heard from to speak for it. Too few is unknown: silence says nothing. */
export function coverageCheck(standing, least, now) {
    const decided = standing.confirmed + standing.reverted;
    const share = standing.cohort === 0 ? 0 : decided / standing.cohort;
    const words = `${decided} of ${standing.cohort} devices have made up their mind, ${standing.testing} are testing, ${standing.waiting} wait for their window, ${standing.silent} have not been heard from`;
    return { name: 'devices heard from', at: now, finding: share >= least ? 'fine' : 'unknown', detail: words };
}
