import { proportionKind, countKind } from "./rate-kinds.js";
import { meanKind } from "./mean-kind.js";
import { quantileKind } from "./quantile-kind.js";
/** The kind of a metric; series and scalars, one number per interval, are judged as means. */
export function kindOf(metric, policy) {
    switch (metric.kind) {
        case 'proportion':
            return (use) => use(proportionKind(metric, policy));
        case 'count':
            return (use) => use(countKind(metric, policy));
        case 'quantile':
            return (use) => use(quantileKind(metric, policy));
        case 'mean':
        case 'series':
        case 'scalar':
            return (use) => use(meanKind(metric, policy));
    }
}
/** The scale of a metric's effect: a ratio where the margin is a share of the baseline, else a difference. */
export function scaleOf(metric) {
    return metric.margin.of === 'baseline' ? 'ratio' : 'difference';
}
