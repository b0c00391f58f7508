/** Whether two numbers lie within a tolerance; relative is of the larger magnitude. Infinities never do. */
export function isWithin(a, b, tolerance) {
    if (!Number.isFinite(a) || !Number.isFinite(b))
        return false;
    if (tolerance.of === 'any')
        return true;
    const largest = Math.max(Math.abs(a), Math.abs(b));
    // The subtraction is rounded: 1.1 - 1 must still lie within 0.1.
    const apart = Math.abs(a - b) - 2 * Number.EPSILON * largest;
    if (tolerance.of === 'absolute')
        return apart <= tolerance.by;
    if (tolerance.of === 'relative')
        return apart <= tolerance.by * largest;
    return ulpsApart(a, b) <= BigInt(Math.trunc(tolerance.by));
}
const view = new DataView(new ArrayBuffer(8));
/** Doubles between two finite doubles, counted exactly; both zeros are one number. */
function ulpsApart(a, b) {
    const distance = ordinal(a) - ordinal(b);
    return distance < 0n ? -distance : distance;
}
function ordinal(value) {
    view.setFloat64(0, value);
    const bits = view.getBigInt64(0);
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}
