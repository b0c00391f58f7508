const UNITS = {
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3,
    μs: 1e-3,
    ms: 1,
    s: 1000,
    m: 60_000,
    h: 3_600_000,
};
const WHOLE = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
/** Milliseconds of a duration in Go's spelling (`1h30m`, `500ms`, `0`), `undefined` for anything else. */
export function durationMs(text) {
    if (/^[+-]?0$/.test(text))
        return 0;
    const [, sign, parts] = WHOLE.exec(text) ?? [];
    if (parts === undefined)
        return undefined;
    const total = [...parts.matchAll(PART)].reduce((sum, [, size, unit]) => sum + Number(size) * (UNITS[unit ?? ''] ?? NaN), 0);
    return sign === '-' ? -total : total;
}
