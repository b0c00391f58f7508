import { demandPositive } from "./errors.js";
import { varianceOf } from "./moments.js";
import { mixturePrecision } from "./normal-mixture.js";
/**
 * Asymptotic confidence sequence (Waudby-Smith et al. 2024): two-sided by theorem 2.2; one-sided by
 * √(2(nρ²+1)/(n²ρ²) ln(1 + √(nρ²+1)/(2α))). Needs a burn-in of some 50 values per arm and no drift between arms.
 */
export function asymptoticDifference(x, y, alpha, optimal, sides) {
    demandPositive(optimal, 'the optimal size');
    const n = x.n + y.n;
    const variance = n * (varianceOf(x) / x.n + varianceOf(y) / y.n);
    const rho = Math.sqrt(1 / mixturePrecision(optimal, alpha, sides));
    const spread = n * rho * rho + 1;
    const root = Math.sqrt(spread);
    const log = sides === 'two' ? Math.log(root / alpha) : Math.log1p(root / (2 * alpha));
    const halfWidth = Math.sqrt(variance) * Math.sqrt(((2 * spread) / (n * n * rho * rho)) * log);
    return { difference: x.mean - y.mean, halfWidth, rho };
}
