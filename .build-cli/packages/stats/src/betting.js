import { demand, demandOpenUnit } from "./errors.js";
import { at } from "./numbers.js";
function check(values, alpha) {
    demandOpenUnit(alpha, 'alpha');
    demand(values.length > 0, () => 'betting needs at least one value, got none');
    for (let i = 0; i < values.length; i++) {
        const value = at(values, i);
        demand(value >= 0 && value <= 1, () => `betting needs values in [0, 1], got ${value} at position ${i}`);
    }
}
/** The predictable bets √(2 ln(1/α) / (t ln(1+t) s²)), each from what was seen before it. */
function bets(values, alpha) {
    const stakes = new Float64Array(values.length);
    let [total, squares, variance] = [0.5, 0.25, 0.25];
    for (let i = 0; i < values.length; i++) {
        const t = i + 1;
        stakes[i] = Math.sqrt((-2 * Math.log(alpha)) / (t * Math.log1p(t) * variance));
        total += at(values, i);
        squares += (at(values, i) - total / (t + 1)) ** 2;
        variance = squares / (t + 1);
    }
    return stakes;
}
/**
 * log of the hedged capital against "the mean is m" after each value in [0, 1] (Waudby-Smith & Ramdas 2023):
 * the larger of two half-funded bets, upwards and downwards. Reject m at 1/alpha.
 */
export function bettingLogCapital(values, m, alpha) {
    check(values, alpha);
    demand(m >= 0 && m <= 1, () => `the mean to refute must lie in [0, 1], got ${m}`);
    const stakes = bets(values, alpha / 2);
    let [up, down] = [Math.log(0.5), Math.log(0.5)];
    return stakes.map((stake, i) => {
        const off = at(values, i) - m;
        // At the rim a bet has no limit of its own; the other side's is infinite and the stake decides.
        up += Math.log1p(Math.min(stake, 0.5 / m) * off);
        down += Math.log1p(-Math.min(stake, 0.5 / (1 - m)) * off);
        return Math.max(up, down);
    });
}
function bernsteinLower(values, alpha) {
    const stakes = bets(values, alpha).map((stake) => Math.min(0.5, stake));
    let [weight, weighted, penalty, total] = [0, 0, 0, 0];
    for (let i = 0; i < values.length; i++) {
        const [value, stake] = [at(values, i), at(stakes, i)];
        const before = i === 0 ? 0 : total / i;
        penalty += (value - before) ** 2 * (-Math.log1p(-stake) - stake);
        weight += stake;
        weighted += stake * value;
        total += value;
    }
    return (weighted - penalty + Math.log(alpha)) / weight;
}
/** Predictable empirical-Bernstein interval for a mean of values in [0, 1], valid at every length, in closed form. */
export function empiricalBernsteinSequence(values, alpha) {
    check(values, alpha);
    const own = Float64Array.from(values);
    const low = bernsteinLower(own, alpha / 2);
    const high = 1 -
        bernsteinLower(own.map((value) => 1 - value), alpha / 2);
    return { low: Math.max(0, low), high: Math.min(1, high) };
}
