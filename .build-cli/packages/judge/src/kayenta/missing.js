export function removeNaNs(values) {
    return values.filter((x) => !Number.isNaN(x));
}
export function replaceNaNs(values, by) {
    return values.map((x) => (Number.isNaN(x) ? by : x));
}
/** NaN is dropped, or counted as zero. Infinities stay. */
export function handleMissing(values, strategy) {
    return strategy === 'remove' ? removeNaNs(values) : replaceNaNs(values, 0);
}
