/**
 * Failed probes as a metric: one block per interval. No control exists after a full swap, so the baseline arm says
 * that it was not observed. A block without probes is an absence, never a zero.
 */
export function probeSamples(metric, probes, slots) {
    const blocks = slots.map(({ from, to, weight }) => {
        const within = probes.filter((probe) => probe.at >= from && probe.at < to);
        const candidate = within.length === 0
            ? { kind: 'absent', absence: 'no_data', detail: 'no probe was sent' }
            : { kind: 'proportion', events: within.filter((probe) => probe.failed).length, trials: within.length };
        return { from, to, weight, baseline: { kind: 'absent', absence: 'not_observed' }, candidate };
    });
    return { metric, blocks };
}
