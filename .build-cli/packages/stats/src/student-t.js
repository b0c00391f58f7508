import { betaLower, betaQuantile } from "./beta.js";
import { demand } from "./errors.js";
import { normalQuantile, normalSf } from "./normal.js";
/** From here t is turned into a normal z (Abramowitz & Stegun 26.7.8); what that leaves out is of order df^-2. */
const NORMAL_FROM = 1e11;
/** P(T > t) for Student's t with df > 0 degrees of freedom (fractional and infinite df included). */
export function studentSf(t, df) {
    demand(df > 0, () => `Student's t needs df > 0, got ${df}`);
    if (df >= NORMAL_FROM)
        return normalSf((t * (1 - 1 / (4 * df))) / Math.sqrt(1 + (t / (2 * df)) * t));
    if (!Number.isFinite(t))
        return Number.isNaN(t) ? NaN : t > 0 ? 0 : 1;
    const ratio = (t / df) * t;
    const half = ratio === Infinity ? 0 : betaLower(df / 2, 0.5, 1 / (1 + ratio), ratio / (1 + ratio)) / 2;
    return t > 0 ? half : 1 - half;
}
/** t with P(T <= t) = p for Student's t; minus and plus infinity at 0 and 1. */
export function studentQuantile(p, df) {
    demand(df > 0 && p >= 0 && p <= 1, () => `Student's quantile needs df > 0 and p in [0, 1], got ${df}, ${p}`);
    if (df >= NORMAL_FROM || p === 0 || p === 1 || p === 0.5)
        return normalQuantile(p);
    const x = betaQuantile(2 * Math.min(p, 1 - p), df / 2, 0.5);
    // Near the middle x rounds to 1, so its complement is inverted on its own.
    const y = x > 0.5 ? betaQuantile(1 - 2 * Math.min(p, 1 - p), 0.5, df / 2) : 1 - x;
    const t = Math.sqrt((df * y) / x);
    return p < 0.5 ? -t : t;
}
