import { bisectRoot } from "./bisect.js";
import { demand, demandOpenUnit, demandPositive } from "./errors.js";
import { normalLogCdf } from "./normal.js";
/**
 * The mixture's precision that makes its boundary tightest at intrinsic time `v`: v / (2 ln(1/α) + ln(1 + 2 ln(1/α))),
 * with 2α in place of α for one-sided use (Howard et al. 2021).
 */
export function mixturePrecision(v, alpha, sides) {
    demandPositive(v, 'the optimal time');
    const level = sides === 'one' ? 2 * alpha : alpha;
    demandOpenUnit(level, sides === 'one' ? 'twice alpha' : 'alpha');
    const log = -2 * Math.log(level);
    return v / (log + Math.log1p(log));
}
function check(v, rho) {
    demandPositive(rho, "the mixture's precision");
    demand(Number.isFinite(v) && v >= 0, () => `intrinsic time must be finite and at least 0, got ${v}`);
}
/** log e-value of a sub-Gaussian sum `s` at intrinsic time `v` under the normal mixture (Robbins 1970). */
export function normalMixtureLogE(s, v, rho, sides) {
    check(v, rho);
    const whole = v + rho;
    const two = 0.5 * Math.log(rho / whole) + (s * s) / (2 * whole);
    return sides === 'two' ? two : two + Math.LN2 + normalLogCdf(s / Math.sqrt(whole));
}
/** The sum at which the mixture's e-value reaches 1/alpha: a boundary crossed with chance at most alpha, ever. */
export function normalMixtureBound(v, alpha, rho, sides) {
    check(v, rho);
    demandOpenUnit(alpha, 'alpha');
    const two = Math.sqrt((v + rho) * (Math.log1p(v / rho) - 2 * Math.log(alpha)));
    if (sides === 'two')
        return two;
    // The one-sided boundary lies below the two-sided one and above 0.
    return bisectRoot((s) => normalMixtureLogE(s, v, rho, 'one') + Math.log(alpha), 0, two);
}
/** log of the mixture sequential probability ratio (Johari et al. 2017) with effects spread N(0, tau²). */
export function msprtLogRatio(s, v, tau) {
    demandPositive(tau, 'tau');
    return normalMixtureLogE(s, v, 1 / (tau * tau), 'two');
}
