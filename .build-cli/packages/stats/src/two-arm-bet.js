import { findCrossing } from "./crossing.js";
import { logMeanExp } from "./log-space.js";
import { logUniformGrid } from "./tilt.js";
/** log odds ratios between the null and the alternative that are bet on; finer below than LU24, for common events. */
export const BET_EFFECTS = logUniformGrid(1.005, 20, 24);
/** Base rates tried before anything has been seen; for a Poisson law, events expected in the first block. */
const FIRST = {
    bernoulli: [1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 0.8],
    poisson: [0.5, 2, 10, 50, 250, 1e3, 1e4, 1e5],
};
const GROWTHS = {
    1: BET_EFFECTS.map((d) => Math.expm1(d)),
    [-1]: BET_EFFECTS.map((d) => Math.expm1(-d)),
};
const MOST = 0.95;
/** Nothing seen yet: the e-value is 1. */
export function startBet(side, law, line) {
    return { side, law, line, sums: BET_EFFECTS.map(() => 0), events: 0, exposure: 0 };
}
function variance(law, rate) {
    return law === 'poisson' ? rate : rate * (1 - rate);
}
/** The point of the line nearest, in likelihood, to both arms having `rate`, or null where the line has none. */
function nearest(law, { slope, offset }, { n, m }, rate) {
    const top = law === 'poisson' ? Infinity : 1;
    if (slope === 0)
        return offset > 0 && offset < top ? { t: rate, c: offset } : null;
    const level = (rate - offset) / slope;
    const low = Math.max(0, -offset / slope, Math.min(rate, level));
    const high = Math.min(top, (top - offset) / slope, Math.max(rate, level));
    if (!(low <= high) || high <= 0)
        return null;
    const pull = (t) => {
        const c = slope * t + offset;
        return (n * slope * (c - rate)) / variance(law, c) + (m * (t - rate)) / variance(law, t);
    };
    const t = low === high ? low : findCrossing(pull, low, high, (high - low) * 1e-7);
    const c = slope * t + offset;
    return t > 0 && c > 0 && t < top && c < top ? { t, c } : null;
}
/** log of the factor by which a bet of `stake` per unit of rate multiplies the evidence in one arm. */
function armGrowth(law, events, exposure, rate, stake) {
    if (law === 'poisson')
        return events * Math.log1p(stake) - stake * exposure * rate;
    return events * Math.log1p(stake * (1 - rate)) + (exposure - events) * Math.log1p(-stake * rate);
}
function growths(state, block, rate) {
    const { side, law, line } = state;
    const point = nearest(law, line, block, rate);
    if (point === null)
        return BET_EFFECTS.map(() => 0);
    const { t, c } = point;
    const passOn = line.slope === 0 ? 0 : (line.slope * block.n) / block.m;
    const room = passOn === 0 ? Infinity : MOST / (passOn * (side === 1 ? 1 - (law === 'poisson' ? 0 : t) : t));
    return GROWTHS[side].map((growth) => {
        const wanted = law === 'poisson' ? growth : growth / (1 + c * growth);
        const stake = side * Math.min(Math.abs(wanted), law === 'poisson' && side === -1 ? Infinity : room);
        return armGrowth(law, block.x, block.n, c, stake) + armGrowth(law, block.y, block.m, t, -stake * passOn);
    });
}
function aims({ law, events, exposure }, next) {
    if (exposure > 0)
        return [(events + 0.5) / (law === 'poisson' ? exposure : exposure + 1)];
    return law === 'poisson' ? FIRST.poisson.map((expected) => expected / next) : FIRST.bernoulli;
}
/**
 * Adds one block to the evidence against a linear null: "candidate's rate <= slope x baseline's + offset" (side 1) or
 * ">=" (side -1). The evidence is a bet whose stakes on the two arms are in the ratio n : -slope m, so that its
 * expected factor is at most exp(stake x distance into the null) <= 1 for every pair of rates in the null, whatever
 * the base rate does from block to block; the past only decides how well the bet is aimed. Exact for independent
 * trials of any, even unequal, probability, and for Poisson events. `slope` 0 judges the candidate alone.
 */
export function addBetBlock(state, block) {
    const { n, m } = block;
    if (!(n > 0) || (!(m > 0) && state.line.slope !== 0))
        return;
    const all = aims(state, n + m).map((rate) => growths(state, block, rate));
    for (let j = 0; j < state.sums.length; j++) {
        state.sums[j] = (state.sums[j] ?? 0) + logMeanExp(all.map((row) => row[j] ?? 0));
    }
    state.events += block.x + block.y;
    state.exposure += n + m;
}
function divergence(law, rate, from) {
    const events = rate > 0 ? rate * Math.log(rate / from) : 0;
    if (law === 'poisson')
        return events + from - rate;
    return events + (rate < 1 ? (1 - rate) * Math.log((1 - rate) / (1 - from)) : 0);
}
/**
 * Expected gain in log evidence per unit of exposure against a null beyond `line`, when both arms have `rate` and a
 * share `share` of the exposure is the candidate's: the smallest Kullback-Leibler distance to the line.
 */
export function lineGrowth(law, line, rate, share) {
    const point = nearest(law, line, { x: 0, n: share, y: 0, m: 1 - share }, rate);
    if (point === null)
        return 0;
    const other = line.slope === 0 ? 0 : (1 - share) * divergence(law, rate, point.t);
    return share * divergence(law, rate, point.c) + other;
}
