/** Sums probes up. A gap that is still open at the end reaches to the end of the last probe. */
export function downtimeOf(probes) {
    const answered = probes.filter((probe) => !probe.failed).map((probe) => probe.ms);
    const sorted = answered.toSorted((a, b) => a - b);
    return {
        requests: probes.length,
        failed: probes.length - answered.length,
        longestGapMs: longestGap(probes),
        p50Ms: quantile(sorted, 0.5),
        p99Ms: quantile(sorted, 0.99),
    };
}
function longestGap(probes) {
    let longest = 0;
    let since;
    for (const probe of probes) {
        if (probe.failed)
            since ??= probe.at;
        const until = probe.failed ? probe.at + probe.ms : probe.at;
        if (since !== undefined)
            longest = Math.max(longest, until - since);
        if (!probe.failed)
            since = undefined;
    }
    return longest;
}
/** The smallest value that at least a share `q` of the sorted values does not exceed. */
function quantile(sorted, q) {
    return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}
/** One sentence for a report. */
export function downtimeText(downtime) {
    const { requests, failed, longestGapMs } = downtime;
    if (requests === 0)
        return 'Downtime was not measured: no probe was sent.';
    if (failed === 0)
        return `No downtime: none of ${requests} probes failed.`;
    return `${failed} of ${requests} probes failed; the longest gap without a success was ${Math.round(longestGapMs)} ms.`;
}
