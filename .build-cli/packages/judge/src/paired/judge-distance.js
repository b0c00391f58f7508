import { kolmogorovLimitSf, massartHalfWidth } from '@sluice/stats';
import { missing } from "./finding.js";
/**
 * How much further the candidate's values lie from the primary's than those of the primary's own repeat do. Both arms are
 * histograms whose bounds are shares of the primary's values at or below a cut, so that values like the primary's fill them
 * evenly; the distance of an arm is Kolmogorov's, the largest gap between its share below a cut and the primary's. That
 * distance of candidate less that of repeat is at most the two-sample distance of the two, whose law gives the p-value of
 * "no further"; the bounds add the bands of Dvoretzky, Kiefer and Wolfowitz (Massart 1990) around both arms.
 */
export function draftDistance(policy, samples, confidence) {
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1)
        return missing(policy, samples, 'wrong_samples');
    const { baseline, candidate } = block;
    if (candidate.kind === 'absent')
        return missing(policy, samples, candidate.absence);
    if (baseline.kind === 'absent')
        return missing(policy, samples, baseline.absence);
    if (baseline.kind !== 'histogram' || candidate.kind !== 'histogram') {
        return missing(policy, samples, 'wrong_samples');
    }
    const [m, n] = [sizeOf(baseline), sizeOf(candidate)];
    if (m === 0 || n === 0)
        return missing(policy, samples, 'no_data');
    const [noise, distance] = [distanceOf(baseline, m), distanceOf(candidate, n)];
    const estimate = distance - noise;
    const [alpha, sizes] = [(1 - confidence) / 2, [m, n]];
    const reach = sizes.reduce((sum, size) => sum + massartHalfWidth(size, alpha), 0);
    const margin = policy.margin.value;
    return {
        policy,
        samples,
        p: estimate <= 0 ? 1 : Math.min(1, kolmogorovLimitSf(Math.sqrt((m / (m + n)) * n) * estimate)),
        within: estimate + reach <= margin,
        estimate,
        low: Math.max(-1, estimate - reach),
        high: Math.min(1, estimate + reach),
        scale: 'difference',
        margin,
        observed: {
            baseline: { trials: m, value: noise },
            candidate: { trials: n, value: distance },
        },
        needed: neededFor(n, estimate, reach, margin),
        notes: [],
    };
}
function sizeOf({ counts }) {
    return counts.reduce((sum, count) => sum + count, 0);
}
function distanceOf({ bounds, counts }, n) {
    let [below, largest] = [0, 0];
    bounds.forEach((share, k) => {
        below += counts[k] ?? 0;
        largest = Math.max(largest, Math.abs(below / n - share));
    });
    return largest;
}
function neededFor(n, estimate, reach, margin) {
    const distance = estimate < margin ? margin - estimate : estimate;
    return Math.max(n, Math.ceil(n * (reach / distance) ** 2) - n);
}
