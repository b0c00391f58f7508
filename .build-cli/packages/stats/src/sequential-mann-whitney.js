import { logMeanExp } from "./log-space.js";
import { mixturePrecision, normalMixtureLogE } from "./normal-mixture.js";
/** Intrinsic times at which the mixture is sharpest; averaged, so that small and large shifts are both met. */
export const RANK_SHIFT_TIMES = [1, 10, 100, 1000];
/** Precisions of the mixture for given intrinsic times, tuned at level `alpha`. */
export function rankShiftPrecisions(times, alpha = 0.05) {
    return times.map((v) => mixturePrecision(v, alpha, 'one'));
}
const PRECISIONS = rankShiftPrecisions(RANK_SHIFT_TIMES);
export function startRankShift() {
    return { s: 0, v: 0, count: 0, z: 0, zz: 0 };
}
/**
 * Adds one block with Mann-Whitney's `u` (pairs in which the candidate is larger, ties one half) for m candidate and
 * n baseline values: S += w (u - mn/2), V += w² mn(m + n + 1)/12 with w = 1/(m + n + 1). Under equality the rank sum's
 * log moment generating function lies below that of a normal law of this variance, at any size and with ties, so
 * the evidence holds from the first block; blocks are compared within themselves, so the base may drift.
 */
export function addRankShift(state, u, m, n) {
    if (!(m > 0 && n > 0))
        return;
    const weight = 1 / (m + n + 1);
    const s = weight * (u - (m * n) / 2);
    const v = weight * ((m * n) / 12);
    state.s += s;
    state.v += v;
    state.count++;
    state.z += s / Math.sqrt(v);
    state.zz += (s * s) / v;
}
/** log e-value against "the candidate is not larger" (side 1) or "not smaller" (side -1) in any block. */
export function rankShiftLogE({ s, v }, side = 1, phi = 1, precisions = PRECISIONS) {
    return logMeanExp(precisions.map((rho) => normalMixtureLogE(side * s, v * phi, rho, 'one')));
}
/** How much more the blocks' shifts scatter around their mean than ranks alone would make them; 1 below ten blocks. */
export function rankShiftDispersion({ count, z, zz }) {
    return count < 10 ? 1 : Math.max(1, (zz - (z * z) / count) / (count - 1));
}
