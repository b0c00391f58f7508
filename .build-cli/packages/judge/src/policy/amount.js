const AMOUNT = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(%|[\p{L}µ][\p{L}µ/ ]*)?$/u;
/** Reads an amount of at least 0; undefined for any other text. */
export function readAmount(given) {
    if (typeof given === 'number')
        return given >= 0 && Number.isFinite(given) ? { value: given, unit: '' } : undefined;
    const match = typeof given === 'string' ? AMOUNT.exec(given.trim()) : null;
    const value = Number(match?.[1]);
    return match === null || !Number.isFinite(value) ? undefined : { value, unit: (match[2] ?? '').trim() };
}
const SECONDS = new Map([
    ['ns', 1e-9],
    ['us', 1e-6],
    ['µs', 1e-6],
    ['ms', 1e-3],
    ['s', 1],
    ['min', 60],
    ['h', 3600],
]);
/** True for a unit of time, the only units that are converted into each other. */
export function isTime(unit) {
    return SECONDS.has(unit);
}
/** The value in another unit; undefined where the units do not measure the same. */
export function convert({ value, unit }, to) {
    if (unit === to)
        return value;
    const [own, other] = [SECONDS.get(unit), SECONDS.get(to)];
    return own === undefined || other === undefined ? undefined : (value * own) / other;
}
const NAMED = [
    [/_seconds(?![a-z])/, 's'],
    [/_(milliseconds|millis|ms)(?![a-z])/, 'ms'],
    [/_(microseconds|us)(?![a-z])/, 'us'],
    [/_(nanoseconds|ns)(?![a-z])/, 'ns'],
];
/** The unit of time that a query names by its metric's suffix, as Prometheus metrics do. */
export function timeUnitIn(query) {
    return NAMED.find(([pattern]) => pattern.test(query))?.[1];
}
