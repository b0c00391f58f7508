import { demand } from "./errors.js";
import { hypergeometricLogPmf } from "./hypergeometric.js";
// A two-sided p counts tables that are as unlikely up to rounding.
const LOG_SLACK = 1e-12;
function logTable(x, { first, second, events }) {
    return hypergeometricLogPmf(x, { n: first, m: second, events });
}
// Sum of probabilities from x outwards, in units of the probability at x; stops when nothing more is added.
function outward(x, step, margins) {
    const { first, second, events, low, high } = margins;
    let [total, term] = [1, 1];
    for (let k = x; step > 0 ? k < high : k > low; k += step) {
        const ratio = step > 0
            ? ((first - k) * (events - k)) / ((k + 1) * (second - events + k + 1))
            : (k * (second - events + k)) / ((first - k + 1) * (events - k + 1));
        term *= ratio;
        total += term;
        if (ratio < 1 && term < total * 1e-18)
            break;
    }
    return total;
}
function likeliest({ first, second, events, low, high }) {
    return Math.min(high, Math.max(low, Math.floor(((events + 1) * (first + 1)) / (first + second + 2))));
}
function tail(x, step, margins) {
    if (step > 0 ? x > margins.high : x < margins.low)
        return 0;
    if (step > 0 ? x <= margins.low : x >= margins.high)
        return 1;
    // A tail that climbs over the mode is what the other one leaves; summing it could overflow.
    if ((x - likeliest(margins)) * step < 0)
        return 1 - tail(x - step, step > 0 ? -1 : 1, margins);
    return Math.min(1, Math.exp(logTable(x, margins)) * outward(x, step, margins));
}
// First table on the far side of the mode that is no more likely than the one observed.
function mirror(x, mode, margins) {
    const level = logTable(x, margins) + LOG_SLACK;
    const upwards = x < mode;
    let [near, far] = upwards ? [mode, margins.high + 1] : [mode, margins.low - 1];
    while (Math.abs(far - near) > 1) {
        const middle = Math.trunc((near + far) / 2);
        if (logTable(middle, margins) <= level)
            far = middle;
        else
            near = middle;
    }
    return far;
}
/**
 * Fisher's exact test of a 2 × 2 table: `x` events of `first` trials against `y` of `second`. `greater` asks
 * whether the first arm has more events. The two-sided p adds every table that is no more likely (as R and SciPy).
 */
export function fisherExact(x, first, y, second, alternative = 'two-sided') {
    const whole = [x, first, y, second].every((count) => Number.isSafeInteger(count) && count >= 0);
    demand(whole && x <= first && y <= second && first + second > 0, () => `Fisher's test needs whole events not above their trials, got ${x}/${first} and ${y}/${second}`);
    const events = x + y;
    const low = Math.max(0, events - second);
    const high = Math.min(first, events);
    const margins = { first, second, events, low, high };
    if (low === high)
        return 1;
    if (alternative === 'greater')
        return tail(x, 1, margins);
    if (alternative === 'less')
        return tail(x, -1, margins);
    const mode = likeliest(margins);
    if (x === mode || logTable(x, margins) >= logTable(mode, margins) - LOG_SLACK)
        return 1;
    const own = x < mode ? -1 : 1;
    const other = own === 1 ? -1 : 1;
    return Math.min(1, tail(x, own, margins) + tail(mirror(x, mode, margins), other, margins));
}
