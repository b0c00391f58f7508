import { betaBinomialBound } from "./beta-binomial-mixture.js";
import { demand, demandOpenUnit } from "./errors.js";
/**
 * Where the p-quantile lies among n ordered values, at every n at once (Howard & Ramdas 2022): one-sided
 * sub-Bernoulli bounds at alpha/2 each, tightest near `optimal` values.
 */
export function quantileConfidenceRanks(p, n, alpha, optimal) {
    demandOpenUnit(p, 'the quantile');
    demandOpenUnit(alpha, 'alpha');
    demand(Number.isSafeInteger(n) && n >= 1, () => `need a whole number of values of at least 1, got ${n}`);
    const variance = p * (1 - p);
    const deviation = (g, h) => betaBinomialBound(variance * n, alpha / 2, {
        g,
        h,
        optimal: variance * optimal,
        sides: 'one',
        alpha: alpha / 2,
    }) / n;
    const deviationUp = deviation(p, 1 - p);
    const deviationDown = deviation(1 - p, p);
    const lower = Math.ceil((p - deviationDown) * n);
    const upper = Math.floor((p + deviationUp) * n) + 1;
    return {
        deviationUp,
        deviationDown,
        lowerRank: Math.max(0, lower),
        upperRank: upper > n ? Infinity : upper,
    };
}
