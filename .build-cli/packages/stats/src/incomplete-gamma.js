import { logPoisson } from "./deviance.js";
import { demand } from "./errors.js";
/** Beyond this the series would need millions of terms near its mean. */
const LARGEST = 1e12;
const LIMIT = 50_000_000;
// log P(a, x) by the series of DLMF 8.7.1, for x below a + 1.
function logSeries(a, x) {
    let term = 1;
    let total = 1;
    for (let k = 1; k < LIMIT; k++) {
        term *= x / (a + k);
        total += term;
        if (term < total * 1e-17)
            break;
    }
    return logPoisson(a, x) + Math.log(total);
}
// log Q(a, x) by the continued fraction of DLMF 8.9.2 (Lentz), for x from a + 1.
function logFraction(a, x) {
    let b = x + 1 - a;
    let c = 1e300;
    let d = 1 / b;
    let value = d;
    for (let k = 1; k < LIMIT; k++) {
        const step = -k * (k - a);
        b += 2;
        d = step * d + b;
        if (Math.abs(d) < 1e-300)
            d = 1e-300;
        c = b + step / c;
        if (Math.abs(c) < 1e-300)
            c = 1e-300;
        d = 1 / d;
        value *= d * c;
        if (Math.abs(d * c - 1) < 1e-16)
            break;
    }
    return logPoisson(a, x) + Math.log(a) + Math.log(value);
}
function check(a, x) {
    demand(a > 0 && a <= LARGEST && x >= 0, () => `the incomplete gamma needs 0 < a <= ${LARGEST} and x >= 0, got a = ${a}, x = ${x}`);
}
/** log Q(a, x), the upper regularized incomplete gamma; finite where the probability underflows. */
export function gammaLogUpper(a, x) {
    check(a, x);
    if (x === 0 || x === Infinity)
        return x === 0 ? 0 : -Infinity;
    return x < a + 1 ? Math.log1p(-Math.exp(logSeries(a, x))) : logFraction(a, x);
}
/** Q(a, x): P(Gamma(a) > x), with full relative accuracy in the tail. */
export function gammaUpper(a, x) {
    check(a, x);
    if (x === 0 || x === Infinity)
        return x === 0 ? 1 : 0;
    return x < a + 1 ? -Math.expm1(logSeries(a, x)) : Math.exp(logFraction(a, x));
}
/** log P(a, x), the lower regularized incomplete gamma. */
export function gammaLogLower(a, x) {
    check(a, x);
    if (x === 0 || x === Infinity)
        return x === 0 ? -Infinity : 0;
    return x < a + 1 ? logSeries(a, x) : Math.log1p(-Math.exp(logFraction(a, x)));
}
/** P(a, x): P(Gamma(a) <= x). */
export function gammaLower(a, x) {
    check(a, x);
    if (x === 0 || x === Infinity)
        return x === 0 ? 0 : 1;
    return x < a + 1 ? Math.exp(logSeries(a, x)) : -Math.expm1(logFraction(a, x));
}
/** P(chi-square with df degrees of freedom > x); df may be fractional, 1 for x <= 0. */
export function chiSquareSf(x, df) {
    return x <= 0 ? 1 : gammaUpper(df / 2, x / 2);
}
