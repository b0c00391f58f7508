const SERIES_CROSSOVER = 1.18;
/** Limiting law of the scaled Kolmogorov distance: P(K > t), by whichever theta series converges at once. */
export function kolmogorovLimitSf(t) {
    if (t <= 0)
        return 1;
    if (t >= SERIES_CROSSOVER)
        return alternating(t);
    return 1 - dual(t);
}
function alternating(t) {
    let total = 0;
    for (let k = 1; k <= 40; k++) {
        const term = Math.exp(-2 * k * k * t * t);
        total += k % 2 === 1 ? term : -term;
        if (term < 1e-18 * total)
            break;
    }
    return Math.min(1, 2 * total);
}
function dual(t) {
    let total = 0;
    for (let k = 1; k <= 40; k += 2)
        total += Math.exp((-k * k * Math.PI * Math.PI) / (8 * t * t));
    return (Math.sqrt(2 * Math.PI) / t) * total;
}
