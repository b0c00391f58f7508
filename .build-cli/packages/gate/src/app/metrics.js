const BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10];
const COUNTERS = {
    webhooks: ['sluice_gate_webhooks_total', 'Webhooks by what became of them.', 'result'],
    decisions: ['sluice_gate_decisions_total', 'Looks at waiting deployments by what was decided.', 'decision'],
    answers: ['sluice_gate_answers_total', 'Answers given to GitHub.', 'state'],
    failures: ['sluice_gate_failures_total', 'Looks that ended in an error and are tried again.', 'where'],
    reconciles: ['sluice_gate_reconciles_total', 'Rounds over everything that waits.', 'result'],
};
export function createMetrics() {
    const counts = new Map();
    const buckets = BUCKETS.map(() => 0);
    let [total, sum] = [0, 0];
    return {
        count: (name, label = 'all') => {
            const [metric, , key] = COUNTERS[name];
            const series = `${metric}{${key}=${JSON.stringify(label)}}`;
            counts.set(series, (counts.get(series) ?? 0) + 1);
        },
        acknowledged: (seconds) => {
            total += 1;
            sum += seconds;
            BUCKETS.forEach((bound, i) => {
                if (seconds <= bound)
                    buckets[i] = (buckets[i] ?? 0) + 1;
            });
        },
        text: (waiting) => {
            const counters = Object.values(COUNTERS).flatMap(([metric, help]) => [
                `# HELP ${metric} ${help}`,
                `# TYPE ${metric} counter`,
                ...[...counts]
                    .filter(([series]) => series.startsWith(`${metric}{`))
                    .map(([series, n]) => `${series} ${n}`),
            ]);
            const ack = 'sluice_gate_acknowledge_seconds';
            return [
                ...counters,
                `# HELP ${ack} Time to acknowledge a webhook.`,
                `# TYPE ${ack} histogram`,
                ...BUCKETS.map((bound, i) => `${ack}_bucket{le="${bound}"} ${buckets[i] ?? 0}`),
                `${ack}_bucket{le="+Inf"} ${total}`,
                `${ack}_sum ${sum}`,
                `${ack}_count ${total}`,
                '# HELP sluice_gate_queue Looks that are due or under way.',
                '# TYPE sluice_gate_queue gauge',
                `sluice_gate_queue ${waiting}`,
                '',
            ].join('\n');
        },
    };
}
