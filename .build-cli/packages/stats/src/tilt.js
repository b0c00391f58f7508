import { demand } from "./errors.js";
import { logSumExp } from "./log-space.js";
/** `count` effects from ln `low` to ln `high`, evenly spaced in the log of the effect. */
export function logUniformGrid(low, high, count) {
    const [from, to] = [Math.log(Math.log(low)), Math.log(Math.log(high))];
    return Array.from({ length: count }, (_, j) => Math.exp(from + ((to - from) * j) / (count - 1)));
}
/** The 24 log odds ratios, from 1.05 to 20, over which evidence is mixed. */
export const LU24 = logUniformGrid(1.05, 20, 24);
/** log of the weight of each effect of {@link LU24} where all weigh the same. */
export const LU24_LOG_WEIGHT = -Math.log(24);
/** Every effect weighs the same. */
export const EQUAL_LOG_WEIGHTS = LU24.map(() => LU24_LOG_WEIGHT);
/**
 * What the judge mixes with where a change is relative to the baseline. A regression of 10 % takes the most requests to
 * find, so it gets the most weight; below it the weights fall with the third power of the effect, since changes of 5 %
 * hide inside any margin, and above it with the fourth root, since a large effect outgrows its weight within a look or
 * two. Any weights that sum to 1 keep the promise; these were chosen by simulation, and `bench sequential` shows both.
 */
export const REGRESSION_LOG_WEIGHTS = normalized(LU24.map((d) => {
    const log = Math.log(d / Math.log(1.1));
    return log < 0 ? 3 * log : -log / 4;
}));
function normalized(logs) {
    const total = logSumExp(logs);
    return logs.map((log) => log - total);
}
const EXPM1 = {
    1: LU24.map((d) => Math.expm1(d)),
    [-1]: LU24.map((d) => Math.expm1(-d)),
};
/** Nothing seen yet: the e-value is 1. */
export function startTilt(side) {
    return { side, sums: LU24.map(() => 0) };
}
/**
 * Adds one block of x successes out of k, whose null success probability is theta0: for each effect d the log
 * likelihood ratio x d - k log(1 + theta0 (e^d - 1)) of odds e^d times the null's. Blocks may differ in theta0,
 * which is the stratification; x and k may be fractional.
 */
export function addTilt(state, x, k, theta0) {
    const { side, sums } = state;
    const growth = EXPM1[side];
    for (let j = 0; j < sums.length; j++) {
        const step = side * x * (LU24[j] ?? 0) - k * Math.log1p(theta0 * (growth[j] ?? 0));
        sums[j] = (sums[j] ?? 0) + step;
    }
}
/** log of the e-value: the weighted average over the effects, each tempered by `phi` (1 leaves it exact). */
export function tiltLogE(state, phi = 1, logWeights = EQUAL_LOG_WEIGHTS) {
    return logSumExp(state.sums.map((sum, j) => sum / phi + (logWeights[j] ?? -Infinity)));
}
/**
 * log e-value of x successes out of k against "theta <= theta0" (side 1) or "theta >= theta0" (side -1); valid at
 * every moment it is looked at. Source: likelihood ratio mixture over {@link LU24}, Ville's inequality.
 */
export function binomialTiltLogE(x, k, theta0, side) {
    demand(theta0 > 0 && theta0 < 1, () => `theta0 must lie strictly between 0 and 1, got ${theta0}`);
    demand(x >= 0 && x <= k && Number.isFinite(k), () => `needs 0 <= x <= k, got x = ${x}, k = ${k}`);
    const state = startTilt(side);
    addTilt(state, x, k, theta0);
    return tiltLogE(state);
}
