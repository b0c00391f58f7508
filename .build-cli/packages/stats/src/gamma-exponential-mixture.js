import { demandPositive } from "./errors.js";
import { logGamma } from "./gamma.js";
import { gammaLogLower } from "./incomplete-gamma.js";
import { mixtureBound } from "./mixture-bound.js";
import { mixturePrecision } from "./normal-mixture.js";
/** log e-value of the sum `s` at intrinsic time `v` (Howard et al. 2021, proposition 9). */
export function gammaExponentialLogE(s, v, { c, optimal, alpha = 0.05 }) {
    demandPositive(c, 'c');
    const square = c * c;
    const rho = mixturePrecision(optimal, alpha, 'one') / square;
    const time = v / square + rho;
    const moved = (c * s + v) / square;
    return (rho * Math.log(rho) -
        logGamma(rho) -
        gammaLogLower(rho, rho) +
        logGamma(time) +
        gammaLogLower(time, moved + rho) -
        time * Math.log(moved + rho) +
        moved);
}
/** The sum at which the e-value reaches 1/alpha. */
export function gammaExponentialBound(v, alpha, mixture) {
    return mixtureBound((s) => gammaExponentialLogE(s, v, mixture), alpha, Infinity, v);
}
