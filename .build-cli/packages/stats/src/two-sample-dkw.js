import { demandOpenUnit } from "./errors.js";
import { dkwHalfWidth } from "./empirical-process.js";
import { ksDistanceFromBins } from "./ks-two-sample.js";
/** Two-sample sup-norm test valid at every look (Lindon et al. 2022), from histograms over the same bins. */
export function compareBands(x, y, alpha) {
    demandOpenUnit(alpha, 'alpha');
    const { m, n, d, dMinus } = ksDistanceFromBins(x, y);
    const radius = dkwHalfWidth(m, alpha / 2) + dkwHalfWidth(n, alpha / 2);
    return { largest: d, slower: dMinus, radius, differs: d > radius, isSlower: dMinus > radius };
}
