import { demand } from "./errors.js";
/**
 * The place between `low` and `high` where a monotone function changes sign, halved until the two ends touch
 * or are `tolerance` apart. The ends must have opposite signs (zero counts as either), else a StatsError.
 */
export function bisectRoot(f, low, high, tolerance = 0) {
    let [a, b] = [low, high];
    const atLow = f(a);
    if (atLow === 0)
        return a;
    const atHigh = f(b);
    if (atHigh === 0)
        return b;
    demand(atLow < 0 !== atHigh < 0 && !Number.isNaN(atLow) && !Number.isNaN(atHigh), () => `no sign change between ${low} (${atLow}) and ${high} (${atHigh})`);
    for (let step = 0; step < 2100 && Math.abs(b - a) > tolerance; step++) {
        const middle = a + (b - a) / 2;
        if (middle === a || middle === b)
            break;
        const value = f(middle);
        if (value === 0)
            return middle;
        if (value < 0 === atLow < 0)
            a = middle;
        else
            b = middle;
    }
    return a + (b - a) / 2;
}
