import { hodgesLehmann, logRatioInterval, newcombe, poissonRatioInterval, relativeChange, welch, } from '@sluice/stats';
const FEWEST = 8;
/** The effect at one look on the scale of the margin, with its interval; null where the classic method says nothing. */
export function fixedInterval(metric, candidate, baseline, confidence) {
    const relative = metric.margin.of === 'baseline';
    switch (metric.kind) {
        case 'proportion':
        case 'count':
            return rates(metric, candidate, baseline, confidence, relative);
        case 'mean':
        case 'series':
        case 'scalar':
            return means(candidate, baseline, confidence, relative);
        case 'quantile':
            return shift(candidate.values, baseline.values, confidence, relative);
    }
}
function rates({ kind }, { tally: c }, { tally: b }, confidence, relative) {
    const [p, q] = [c.events / c.exposure, b.events / b.exposure];
    if (!(c.exposure > 0 && b.exposure > 0))
        return null;
    const estimate = relative ? p / q : p - q;
    const [x, y] = [c, b].map(({ events, exposure }) => ({ events: Math.round(events), exposure }));
    if (x === undefined || y === undefined || !Number.isFinite(estimate))
        return null;
    if (kind === 'count')
        return relative ? { estimate, ...poissonRatioInterval(x, y, confidence) } : null;
    const [share, other] = [x, y].map(({ events, exposure }) => ({ events, trials: Math.round(exposure) }));
    if (share === undefined || other === undefined)
        return null;
    // Extrapolated counts below one round to nothing to judge.
    if ([share, other].some(({ events, trials }) => trials < 1 || events > trials))
        return null;
    const bounds = relative ? logRatioInterval(share, other, confidence) : newcombe(share, other, confidence);
    return bounds === undefined ? null : { estimate, ...bounds };
}
function means({ moments: c }, { moments: b }, confidence, relative) {
    if (c.n < FEWEST || b.n < FEWEST)
        return null;
    if (!relative) {
        const { difference, low, high, degenerate } = welch(c, b, { confidence });
        return degenerate ? null : { estimate: difference, low, high };
    }
    const change = relativeChange(c, b, confidence);
    if (change === undefined)
        return null;
    return { estimate: 1 + change.estimate, low: 1 + change.low, high: 1 + change.high };
}
function shift(c, b, confidence, relative) {
    if (c.length < FEWEST || b.length < FEWEST)
        return null;
    if (!relative)
        return hodgesLehmann(c, b, confidence);
    if (![...c, ...b].every((value) => value > 0))
        return null;
    const { estimate, low, high } = hodgesLehmann(c.map(Math.log), b.map(Math.log), confidence);
    return { estimate: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
}
