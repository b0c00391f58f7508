import { mean, percentile, populationDeviation } from "./descriptive.js";
/**
 * Outside the quartiles by more than `factor` interquartile ranges. With reduced sensitivity the fences never come
 * inside the 1st and 99th percentile, so that a tight bulk does not make outliers of its own tails.
 */
export function interquartile(factor, reduceSensitivity) {
    return (values) => {
        const lower = percentile(values, 25);
        const upper = percentile(values, 75);
        const reach = factor * (upper - lower);
        const fences = reduceSensitivity
            ? [Math.min(percentile(values, 1), lower - reach), Math.max(percentile(values, 99), upper + reach)]
            : [lower - reach, upper + reach];
        return values.map((x) => x < (fences[0] ?? NaN) || x > (fences[1] ?? NaN));
    };
}
/** Further than `k` population standard deviations from the mean. The judge itself never uses it. */
export function kSigma(k) {
    return (values) => {
        const centre = mean(values);
        const reach = k * populationDeviation(values);
        return values.map((x) => Math.abs(x - centre) > reach);
    };
}
export function removeOutliers(values, detect) {
    const outlier = detect(values);
    return values.filter((_, i) => outlier[i] !== true);
}
