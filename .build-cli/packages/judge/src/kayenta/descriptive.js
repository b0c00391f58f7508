/** Mean in two passes (commons-math), which decides the last digit of every ratio. NaN for no values. */
export function mean(values) {
    const n = values.length;
    const first = sum(values) / n;
    return first + sum(values.map((x) => x - first)) / n;
}
/** Sample standard deviation (n − 1), 0 for a single value, NaN for none. */
export function standardDeviation(values) {
    const n = values.length;
    if (n <= 1)
        return n === 1 ? 0 : NaN;
    const centre = mean(values);
    const deviations = values.map((x) => x - centre);
    const square = sum(deviations.map((d) => d * d));
    const drift = sum(deviations);
    return Math.sqrt((square - (drift * drift) / n) / (n - 1));
}
/** Population standard deviation (n), as the k-sigma detector uses it. */
export function populationDeviation(values) {
    const n = values.length;
    return n === 0 ? NaN : standardDeviation(values) * Math.sqrt((n - 1) / n);
}
/** Percentile `p` in (0, 100] by linear interpolation between order statistics (type R-7, NumPy's default); NaN for no values. */
export function percentile(values, p) {
    const sorted = Float64Array.from(values).sort();
    const n = sorted.length;
    if (n === 0)
        return NaN;
    const position = p >= 100 ? n : 1 + (n - 1) * (p / 100);
    if (position >= n)
        return sorted[n - 1] ?? NaN;
    const whole = Math.floor(position);
    const below = sorted[whole - 1] ?? NaN;
    return below + (position - whole) * ((sorted[whole] ?? NaN) - below);
}
export function summarise(values) {
    if (values.length === 0)
        return { min: 0, max: 0, mean: 0, std: 0, count: 0 };
    return {
        min: values.reduce((a, b) => Math.min(a, b), Infinity),
        max: values.reduce((a, b) => Math.max(a, b), -Infinity),
        mean: mean(values),
        std: standardDeviation(values),
        count: values.length,
    };
}
export function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
