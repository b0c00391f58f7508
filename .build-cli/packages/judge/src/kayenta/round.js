const PLAIN_FROM = 1e-6;
const PLAIN_TO = 1e21;
/** Rounds to `places` decimals, halves away from zero, by the number's shortest decimal spelling (as the JVM does). */
export function roundHalfUp(value, places) {
    const size = Math.abs(value);
    if (!(size < PLAIN_TO))
        return value;
    const [whole = '0', fraction = ''] = (size < PLAIN_FROM ? '0' : String(size)).split('.');
    if (fraction.length <= places)
        return size < PLAIN_FROM ? 0 : value;
    const kept = BigInt(whole + fraction.slice(0, places)) + ((fraction[places] ?? '0') >= '5' ? 1n : 0n);
    return (Math.sign(value) * Number(kept)) / 10 ** places;
}
