import { lineInterval, pooledRate, ratioInterval, REGRESSION_LOG_WEIGHTS, } from '@sluice/stats';
import { COMMON_RATE } from "./rate-evidence.js";
/** The estimate with its confidence sequence, on the scale of the metric's margin. */
export function rateEffect(law, metric, blocks, totals, estimate, alpha, spread) {
    const rate = pooledRate(totals);
    if (rate === null || blocks.length === 0)
        return { estimate: null, low: null, high: null };
    const { low, high } = metric.margin.of === 'baseline'
        ? ratioBounds(law, blocks, totals, estimate, alpha, spread)
        : lineInterval(blocks, law, differences(law, rate, totals), estimate ?? 0, alpha, spread);
    return { estimate: finite(estimate), low: finite(low), high: finite(high) };
}
function ratioBounds(law, blocks, totals, estimate, alpha, spread) {
    const rate = pooledRate(totals) ?? 0;
    if (law === 'poisson' || rate <= COMMON_RATE)
        return ratioInterval(blocks, alpha, spread, REGRESSION_LOG_WEIGHTS);
    const around = Math.min(RATIOS.most, Math.max(RATIOS.least, estimate ?? 1));
    const step = Math.max(standardError(law, rate, totals) / rate, 1e-9);
    const { low, high } = lineInterval(blocks, law, { ...RATIOS, step }, around, alpha, spread);
    return { low: low === RATIOS.least ? 0 : low, high: high === RATIOS.most ? Infinity : high };
}
const RATIOS = {
    at: (slope) => ({ slope, offset: 0 }),
    least: 1e-6,
    most: 1e6,
    logWeights: REGRESSION_LOG_WEIGHTS,
};
function differences(law, rate, totals) {
    const scale = Math.max(rate, 1 / (totals.candidateExposure + totals.baselineExposure));
    const reach = law === 'poisson' ? scale * 1e6 : 1;
    return {
        at: (offset) => ({ slope: 1, offset }),
        least: -reach,
        most: reach,
        step: standardError(law, scale, totals),
    };
}
function standardError(law, rate, totals) {
    const variance = law === 'poisson' ? rate : rate * Math.max(1 - rate, 1e-6);
    return Math.sqrt(variance * (1 / totals.candidateExposure + 1 / totals.baselineExposure));
}
function finite(value) {
    return value !== null && Number.isFinite(value) ? value : null;
}
/** The effect with its bound on the nearer side moved to zero: a change of nothing is excluded. */
export function beyondZero(effect, direction) {
    return direction === 1
        ? { ...effect, low: Math.max(0, effect.low ?? 0) }
        : { ...effect, high: Math.min(0, effect.high ?? 0) };
}
