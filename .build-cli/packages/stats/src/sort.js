import { at, demandFinite } from "./numbers.js";
const BUCKETS = 2048;
const RADIX_FROM = 4096;
const SHORT_RUN = 12;
// The high word of a double, eleven bits at a time: sign, exponent and the first twenty bits of the fraction.
const SHIFTS = [0, 11, 22];
/**
 * An ascending copy of finite values. From 4,096 values on a radix sort over the high half of the IEEE-754 bits,
 * O(n), after which only neighbours that agree in it are left to order.
 */
export function sorted(values) {
    const copy = new Float64Array(values);
    return copy.length < RADIX_FROM ? copy.sort() : radixSorted(copy);
}
/** As {@link sorted}, for input still to be checked: a StatsError naming the first value that is not finite. */
export function sortedFinite(values, name) {
    const ascending = sorted(values);
    // Infinities and NaN end up at an end, so that the ends vouch for the rest.
    const ends = at(ascending, 0) - at(ascending, ascending.length - 1);
    if (!Number.isFinite(ends))
        demandFinite(values, name);
    return ascending;
}
function radixSorted(values) {
    const counts = countDigits(values);
    let from = values;
    let to = new Float64Array(values.length);
    SHIFTS.forEach((shift, pass) => {
        const starts = counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS);
        if (starts.includes(values.length))
            return;
        accumulate(starts);
        scatter(from, to, starts, shift);
        [from, to] = [to, from];
    });
    const risen = negativesFirst(from, to);
    orderNeighbours(risen);
    return risen;
}
function words(values) {
    return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}
function countDigits(values) {
    const bits = words(values);
    const counts = new Uint32Array(SHIFTS.length * BUCKETS);
    for (let i = 1; i < bits.length; i += 2) {
        const high = at(bits, i);
        const [low, middle, top] = [high & 2047, BUCKETS + ((high >>> 11) & 2047), 2 * BUCKETS + (high >>> 22)];
        counts[low] = at(counts, low) + 1;
        counts[middle] = at(counts, middle) + 1;
        counts[top] = at(counts, top) + 1;
    }
    return counts;
}
function accumulate(counts) {
    let start = 0;
    for (let digit = 0; digit < BUCKETS; digit++) {
        const count = at(counts, digit);
        counts[digit] = start;
        start += count;
    }
}
function scatter(from, to, starts, shift) {
    const bits = words(from);
    for (let i = 0; i < from.length; i++) {
        const digit = (at(bits, 2 * i + 1) >>> shift) & 2047;
        const place = at(starts, digit);
        to[place] = at(from, i);
        starts[digit] = place + 1;
    }
}
// As bit patterns negative numbers come last and in descending order.
function negativesFirst(values, spare) {
    const { length } = values;
    if (!isNegative(at(values, length - 1)))
        return values;
    let first = length - 1;
    while (first > 0 && isNegative(at(values, first - 1)))
        first--;
    const negatives = length - first;
    for (let i = 0; i < negatives; i++)
        spare[i] = at(values, length - 1 - i);
    spare.set(values.subarray(0, first), negatives);
    return spare;
}
function isNegative(value) {
    return value < 0 || Object.is(value, -0);
}
// Values that differ in their low word only are still in the order they came in; a long run of them (all values
// nearly the same) is left to the engine's own sort.
function orderNeighbours(values) {
    let i = 1;
    while (i < values.length) {
        const value = at(values, i);
        if (at(values, i - 1) <= value) {
            i++;
            continue;
        }
        let place = i;
        while (place > 0 && at(values, place - 1) > value && i - place < SHORT_RUN) {
            values[place] = at(values, place - 1);
            place--;
        }
        values[place] = value;
        if (i - place >= SHORT_RUN)
            i = orderRun(values, place);
        else
            i++;
    }
}
function orderRun(values, around) {
    const bits = words(values);
    const high = at(bits, 2 * around + 1);
    let [first, last] = [around, around + 1];
    while (first > 0 && at(bits, 2 * first - 1) === high)
        first--;
    while (last < values.length && at(bits, 2 * last + 1) === high)
        last++;
    values.subarray(first, last).sort();
    return last;
}
