const number = new Float64Array(1);
const bits = new BigInt64Array(number.buffer);
const LOWEST = -(2n ** 63n);
/** Place of a number in the total order of doubles: neighbours differ by one, -0 and 0 share the middle. */
export function orderOf(value) {
    number[0] = value;
    const pattern = bits[0] ?? 0n;
    return pattern >= 0n ? pattern : LOWEST - pattern;
}
/** The double at a place of the total order: the inverse of {@link orderOf}. */
export function atOrder(order) {
    bits[0] = order >= 0n ? order : LOWEST - order;
    return number[0] ?? NaN;
}
