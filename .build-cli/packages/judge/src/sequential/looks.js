/** Every end of a block is a look, in order of time; blocks that end together are read together. */
export function looksOf(metrics, samplesOf) {
    const arrivals = metrics.flatMap((metric) => (samplesOf(metric)?.blocks ?? []).map((block) => ({ metric, block: timed(block) })));
    const sorted = arrivals.toSorted((a, b) => a.block.to - b.block.to || a.block.from - b.block.from);
    const looks = [];
    for (const arrival of sorted) {
        const last = looks.at(-1);
        if (last !== undefined && last.at === arrival.block.to)
            last.arrivals.push(arrival);
        else
            looks.push({ at: arrival.block.to, arrivals: [arrival] });
    }
    return looks;
}
// A block without a time of its own can be read, but not placed: it says nothing.
function timed(block) {
    if ([block.from, block.to, block.weight].every(Number.isFinite))
        return block;
    const lost = { kind: 'absent', absence: 'no_data', detail: 'the block has no time' };
    return { from: 0, to: 0, weight: 0, baseline: lost, candidate: lost };
}
