/** How many measurements of each metric are kept where nothing is said. */
export const KEPT_MEASUREMENTS = 10;
/** The newest measurements of one metric. A retention limit of 0 is none; of several that match, the last decides. */
export function retained(metric, measurements, retention, limit = KEPT_MEASUREMENTS) {
    const own = retention.findLast(({ pattern }) => pattern.test(metric))?.limit ?? 0;
    const kept = own > 0 ? own : limit;
    return measurements.slice(Math.max(0, measurements.length - kept));
}
