import { noiseOf } from "../judged/noise.js";
import { metricsOfPath } from "../judged/path-metrics.js";
import { differing } from "../tally/discord.js";
/** Paths that are listed with everything about them. */
const MOST_LISTED = 300;
const ORDER = ['worse', 'undecided', 'not comparable', 'within'];
/** The paths that differ, worst first, and how many more there are. */
export function pathRows(summary, evidence) {
    const byMetric = new Map(evidence.map((each) => [each.metric, each]));
    const rows = [...summary.paths]
        .map(([path, counts]) => pathRow(path, counts, summary, byMetric))
        .sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) ||
        b.excess - a.excess ||
        b.rate - a.rate ||
        (a.path < b.path ? -1 : 1));
    return { rows: rows.slice(0, MOST_LISTED), omitted: Math.max(0, rows.length - MOST_LISTED) };
}
function pathRow(path, counts, { compared, repeated }, evidence) {
    const found = metricsOfPath(path).flatMap(({ by, metric }) => {
        const judged = evidence.get(metric);
        return judged === undefined ? [] : [{ by, judged }];
    });
    const telling = found.find(({ judged }) => judged.finding === 'worse') ?? found[0];
    const noisy = found.every(({ by }) => by !== 'value');
    const { estimate = null, low = null, high = null } = telling?.judged.effect ?? {};
    const needed = Math.max(0, ...found.map(({ judged }) => judged.needed ?? 0));
    const rate = compared === 0 ? 0 : differing(counts.any) / compared;
    return {
        path,
        status: statusOf(telling?.judged, noisy),
        rate,
        noise: repeated > 0 ? noiseOf(counts.any, repeated) : null,
        // What was judged: of a path that is not comparable by value how often its shape differs, or how far its sizes lie apart.
        excess: estimate ?? rate,
        low,
        high,
        pairs: differing(counts.any),
        kinds: Object.entries(counts.kinds)
            .filter(([, count]) => count > 0)
            .map(([kind, count]) => ({ kind, count })),
        higher: counts.higher,
        lower: counts.lower,
        // What may be noise is an example only where there is nothing else.
        examples: counts.examples
            .filter((example) => noisy || !example.noisy)
            .map(({ id, kind, primary, candidate }) => ({ id, kind, primary, candidate })),
        ...(needed > 0 ? { needed } : {}),
        ...(telling === undefined ? {} : { by: telling.by }),
    };
}
function statusOf(found, noisy) {
    if (found?.finding === 'worse')
        return 'worse';
    if (noisy)
        return 'not comparable';
    return found?.finding === 'fine' ? 'within' : 'undecided';
}
