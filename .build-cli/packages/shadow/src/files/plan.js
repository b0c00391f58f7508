const MOST_RANGES = 128;
const MOST_PARTS = 512;
const SAMPLE = 256 * 1024;
/** Measured with logs from 200 MB to 2 GB on two cores: see `bench shadow`. */
export const LIMITS = {
    range: 4 * 1024 ** 2,
    rangeAlike: 16 * 1024 ** 2,
    ahead: 2 * 1024 ** 2,
    inPart: 240_000,
    inPartAlike: 50_000,
    inMemory: 500_000,
    worthThreads: 8 * 1024 ** 2,
    worthThreadsAlike: 512 * 1024 ** 2,
};
/** The plan depends on the logs and how many threads there may be; what is counted depends on neither. */
export function planOf(logs, most, alike, shards, limits) {
    const total = logs.reduce((sum, { size }) => sum + size, 0);
    const largest = Math.max(...logs.map(({ size }) => size));
    const threads = largest < (alike ? limits.worthThreadsAlike : limits.worthThreads) ? 1 : most;
    const size = Math.max(alike ? limits.rangeAlike : limits.range, Math.ceil(total / MOST_RANGES));
    const cut = (arm, length) => Array.from({ length: Math.ceil(length / size) }, (_, k) => ({
        arm,
        start: k * size,
        end: Math.min(length, (k + 1) * size),
    }));
    const entries = total / lineLength(logs) / shards;
    const spills = entries > limits.inMemory;
    // The fewer parts, the less is read twice; of what is alike nothing is, and a small table of ids is a fast one.
    const inPart = alike ? limits.inPartAlike : spills ? limits.inPart : Infinity;
    return {
        threads,
        ahead: limits.ahead,
        ranges: alike ? cut('all', logs[0]?.size ?? 0) : logs.flatMap((log, arm) => cut(arm, log.size)),
        parts: Math.min(MOST_PARTS, Math.max(threads, Math.ceil(entries / inPart))),
        spills,
    };
}
/** About how long a line is, by those that come first. */
function lineLength(logs) {
    const sample = Buffer.allocUnsafe(SAMPLE);
    const lengths = logs.map((log) => {
        const got = log.size > 0 ? log.read(sample, 0, SAMPLE) : 0;
        let lines = 0;
        for (let at = sample.indexOf('\n'); at >= 0 && at < got; at = sample.indexOf('\n', at + 1))
            lines++;
        return got / Math.max(1, lines);
    });
    return Math.max(1, Math.min(...lengths.filter((length) => length > 0)));
}
