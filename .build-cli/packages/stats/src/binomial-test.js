import { betaLower } from "./beta.js";
import { demandProportion } from "./proportion-interval.js";
/** P(X >= k) for k events in n trials at share p: the one-sided exact binomial test of "no more than p". */
export function binomialAtLeast(k, n, p) {
    demandProportion(k, n, 'a binomial tail');
    return k === 0 ? 1 : betaLower(k, n - k + 1, p);
}
/** P(X <= k) for k events in n trials at share p. */
export function binomialAtMost(k, n, p) {
    demandProportion(k, n, 'a binomial tail');
    return k === n ? 1 : betaLower(n - k, k + 1, 1 - p, p);
}
