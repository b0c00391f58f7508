import { demand, demandOpenUnit, demandPositive } from "./errors.js";
import { normalCdf, normalUpperQuantile } from "./normal.js";
// Calibrated by simulation: the quantiles of the stopping time relative to its median.
const P80 = 1.9;
const P90 = 2.4;
function divergence(a, b) {
    return a * Math.log(a / b) + (1 - a) * Math.log((1 - a) / (1 - b));
}
function checked(rate, share, alpha) {
    demand(rate > 0 && rate <= 1, () => `the base rate must lie in (0, 1], got ${rate}`);
    demandOpenUnit(share, "the candidate's share");
    demandOpenUnit(alpha, 'alpha');
}
function plan(median) {
    return { median, p80: P80 * median, p90: P90 * median };
}
/** Requests to detect that the candidate's error rate is `ratio` times the baseline's; within 7 % for 1.1 to 2. */
export function planDetect(baseRate, ratio, share, alpha) {
    checked(baseRate, share, alpha);
    demandPositive(ratio, 'the ratio');
    const theta = (share * ratio) / (share * ratio + 1 - share);
    const perRequest = baseRate * (share * ratio + 1 - share) * divergence(theta, share);
    return plan((-Math.log(alpha) + 0.6) / perRequest);
}
/** Requests to pass a candidate that is as good as the baseline, against a relative `margin` (0.25 = +25 %). */
export function planPass(baseRate, margin, share, alpha) {
    checked(baseRate, share, alpha);
    demandPositive(margin, 'the margin');
    const theta = (share * (1 + margin)) / (share * (1 + margin) + 1 - share);
    return plan((-Math.log(alpha) + 0.6) / (baseRate * divergence(share, theta)));
}
/** Requests to detect that latency is `ratio` times the baseline's, for log-normal latency with that sigma. */
export function planLatency(ratio, sigma, share, alpha) {
    checked(1, share, alpha);
    demandPositive(ratio, 'the ratio');
    demandPositive(sigma, 'sigma');
    const shift = normalCdf(Math.log(ratio) / (sigma * Math.SQRT2)) - 0.5;
    return plan((-Math.log(alpha) + 1.3) / (6 * share * (1 - share) * shift * shift));
}
/** Total requests of a single look with unequal arms, one-sided z test of two shares at the given power. */
export function fixedTotal(baseRate, ratio, share, alpha, power) {
    checked(baseRate, share, alpha);
    demandOpenUnit(power, 'the power');
    const other = baseRate * ratio;
    demand(other >= 0 && other <= 1, () => `the candidate's rate must lie in [0, 1], got ${other}`);
    const pooled = share * other + (1 - share) * baseRate;
    const under = Math.sqrt(pooled * (1 - pooled) * (1 / share + 1 / (1 - share)));
    const against = Math.sqrt((other * (1 - other)) / share + (baseRate * (1 - baseRate)) / (1 - share));
    const reach = normalUpperQuantile(alpha) * under + normalUpperQuantile(1 - power) * against;
    return (reach / (other - baseRate)) ** 2;
}
/** Values per arm of a balanced z test of two shares, as R's power.prop.test (not rounded). */
export function perArmForPower(p1, p2, { power, alpha, sides = 1 }) {
    demand([p1, p2].every((p) => p >= 0 && p <= 1) && p1 !== p2, () => `need two different shares, got ${p1} and ${p2}`);
    demandOpenUnit(power, 'the power');
    demandOpenUnit(alpha, 'alpha');
    const pooled = (p1 + p2) / 2;
    const under = Math.sqrt(2 * pooled * (1 - pooled));
    const against = Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
    const reach = normalUpperQuantile(alpha / sides) * under + normalUpperQuantile(1 - power) * against;
    return (reach / (p1 - p2)) ** 2;
}
