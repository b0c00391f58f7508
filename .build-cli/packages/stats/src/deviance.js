import { stirlingError } from "./gamma.js";
const LOG_TWO_PI = 1.8378770664093454836;
/** x log(x/mean) + mean - x, accurate also where x is close to the mean (C. Loader, 2000). */
export function deviance(x, mean) {
    if (x === 0)
        return mean;
    if (Math.abs(x - mean) >= 0.1 * (x + mean))
        return x * Math.log(x / mean) + mean - x;
    const v = (x - mean) / (x + mean);
    let value = (x - mean) * v;
    let term = 2 * x * v;
    for (let j = 1; j < 1000; j++) {
        term *= v * v;
        const next = value + term / (2 * j + 1);
        if (next === value)
            break;
        value = next;
    }
    return value;
}
/**
 * log of the binomial probability of x successes in x + y trials with success odds p : q (p + q = 1), for real
 * x, y >= 0; the saddle-point form of Loader (2000) keeps full accuracy for any size.
 */
export function logBinomial(x, y, p, q) {
    if (p === 0)
        return x === 0 ? 0 : -Infinity;
    if (q === 0)
        return y === 0 ? 0 : -Infinity;
    const n = x + y;
    if (n === 0)
        return 0;
    if (x === 0)
        return p < 0.1 ? -deviance(n, n * q) - n * p : n * Math.log(q);
    if (y === 0)
        return q < 0.1 ? -deviance(n, n * p) - n * q : n * Math.log(p);
    const errors = stirlingError(n) - stirlingError(x) - stirlingError(y);
    const shape = LOG_TWO_PI + Math.log(x) + Math.log(y) - Math.log(n);
    return errors - deviance(x, n * p) - deviance(y, n * q) - 0.5 * shape;
}
/** log of the Poisson probability of x events at the given mean, for real x >= 0 (Loader, 2000). */
export function logPoisson(x, mean) {
    if (mean === 0)
        return x === 0 ? 0 : -Infinity;
    if (x === 0)
        return -mean;
    return -stirlingError(x) - deviance(x, mean) - 0.5 * (LOG_TWO_PI + Math.log(x));
}
