import { demand, demandOpenUnit } from "./errors.js";
import { varianceOf } from "./moments.js";
import { normalUpperQuantile } from "./normal.js";
import { studentQuantile, studentSf } from "./student-t.js";
function pValue(t, df, alternative) {
    if (alternative === 'greater')
        return studentSf(t, df);
    if (alternative === 'less')
        return studentSf(-t, df);
    return Math.min(1, 2 * studentSf(Math.abs(t), df));
}
function withoutSpread(difference, alternative) {
    const t = difference === 0 ? 0 : Math.sign(difference) * Infinity;
    const agrees = alternative === 'two-sided' || (alternative === 'greater' ? t > 0 : t < 0);
    const p = difference === 0 ? 1 : agrees ? 0 : 1;
    return { difference, t, df: NaN, p, low: difference, high: difference, degenerate: true };
}
/** Welch's unequal-variance t test of mean(x) - mean(y), from moments alone; StatsError below two values in an arm. */
export function welch(x, y, { alternative = 'two-sided', confidence = 0.95 } = {}) {
    demand(x.n >= 2 && y.n >= 2, () => `Welch's test needs at least two values per arm, got ${x.n} and ${y.n}`);
    demandOpenUnit(confidence, 'the confidence');
    const [fromX, fromY] = [varianceOf(x) / x.n, varianceOf(y) / y.n];
    const difference = x.mean - y.mean;
    const square = fromX + fromY;
    demand(Number.isFinite(difference) && square >= 0, () => `the moments must be finite, got ${x.mean}, ${y.mean}`);
    if (square === 0)
        return withoutSpread(difference, alternative);
    const [shareX, shareY] = [fromX / square, fromY / square];
    const df = 1 / ((shareX * shareX) / (x.n - 1) + (shareY * shareY) / (y.n - 1));
    const error = Math.sqrt(square);
    const t = difference / error;
    const reach = -studentQuantile((1 - confidence) / 2, df) * error;
    const p = pValue(t, df, alternative);
    return { difference, t, df, p, low: difference - reach, high: difference + reach, degenerate: false };
}
/** Relative change of the mean, or undefined unless both means lie more than three standard errors above 0. */
export function relativeChange(x, y, confidence = 0.95) {
    demandOpenUnit(confidence, 'the confidence');
    if (x.n < 2 || y.n < 2)
        return undefined;
    const squares = [x, y].map((arm) => varianceOf(arm) / arm.n);
    const [squareX = NaN, squareY = NaN] = squares;
    if (!(x.mean > 3 * Math.sqrt(squareX) && y.mean > 3 * Math.sqrt(squareY)))
        return undefined;
    const log = Math.log(x.mean / y.mean);
    const error = Math.sqrt(squareX / x.mean ** 2 + squareY / y.mean ** 2);
    const reach = normalUpperQuantile((1 - confidence) / 2) * error;
    return { estimate: Math.expm1(log), low: Math.expm1(log - reach), high: Math.expm1(log + reach) };
}
