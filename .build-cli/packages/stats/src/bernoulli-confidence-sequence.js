import { betaBinomialLogE } from "./beta-binomial-mixture.js";
import { bisectRoot } from "./bisect.js";
import { demandOpenUnit } from "./errors.js";
import { demandProportion } from "./proportion-interval.js";
/**
 * Interval for a share after k of n, valid at every n at once (Howard et al. 2021, beta-binomial mixture);
 * tightest near `optimal` trials. Its end is 0 or 1 when no, or every, trial was an event.
 */
export function bernoulliConfidenceSequence(k, n, alpha, optimal, tunedFor = 0.05) {
    demandProportion(k, n, 'a confidence sequence');
    demandOpenUnit(alpha, 'alpha');
    const seen = k / n;
    const miss = (p) => {
        const variance = p * (1 - p);
        // At the rim every other share of events is certain to be refused.
        if (!(variance > 0))
            return p === seen ? -1 : 1;
        const mixture = { g: p, h: 1 - p, optimal: variance * optimal, sides: 'two', alpha: tunedFor };
        return betaBinomialLogE((seen - p) * n, variance * n, mixture) + Math.log(alpha);
    };
    return { low: k === 0 ? 0 : bisectRoot(miss, 0, seen), high: k === n ? 1 : bisectRoot(miss, seen, 1) };
}
