import { bisectRoot, normalUpperQuantile } from '@sluice/stats';
/**
 * Tango's score interval (Statistics in Medicine 17, 1998) for the difference of two paired rates, (first - second) / n,
 * from the discordant pairs among n. Each end holds with `confidence` on its own side. n of at least 1.
 */
export function tangoInterval(first, second, n, confidence) {
    const z = normalUpperQuantile(1 - confidence);
    const estimate = (first - second) / n;
    const beyond = (delta) => score(first, second, n, delta);
    const low = estimate <= -1 ? -1 : bisectRoot((delta) => beyond(delta) - z, -1 + 1e-12, estimate, 1e-12);
    const high = estimate >= 1 ? 1 : bisectRoot((delta) => beyond(delta) + z, estimate, 1 - 1e-12, 1e-12);
    return { low, high };
}
/** The score statistic for a true difference of delta; falls as delta grows. */
function score(first, second, n, delta) {
    const numerator = first - second - n * delta;
    if (numerator === 0)
        return 0;
    const a = 2 * n;
    const b = -first - second + (2 * n - first + second) * delta;
    const c = -second * delta * (1 - delta);
    const share = Math.max(0, (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a));
    const variance = n * (2 * share + delta * (1 - delta));
    return variance <= 0 ? Math.sign(numerator) * Infinity : numerator / Math.sqrt(variance);
}
