// As the JVM compares doubles: −0 below 0, NaN above +∞ and equal to itself.
function compare(a, b) {
    if (a < b)
        return -1;
    if (a > b)
        return 1;
    if (Object.is(a, b))
        return 0;
    if (Number.isNaN(a))
        return 1;
    if (Number.isNaN(b))
        return -1;
    return Object.is(a, -0) ? -1 : 1;
}
/** Average ranks; NaN ranks highest, tied with +∞. Kayenta's ranking (commons-math NaturalRanking, MAXIMAL, AVERAGE). */
export function averageRanks(values) {
    const plain = values.map((value) => (Number.isNaN(value) ? Infinity : value));
    const order = Uint32Array.from(plain, (_, i) => i).sort((i, j) => compare(plain[i] ?? NaN, plain[j] ?? NaN));
    const ranks = new Float64Array(plain.length);
    let tieSum = 0;
    for (let start = 0; start < order.length;) {
        let end = start + 1;
        while (end < order.length && compare(at(plain, order, start), at(plain, order, end)) === 0)
            end++;
        const size = end - start;
        for (let k = start; k < end; k++)
            ranks[order[k] ?? 0] = (start + 1 + end) / 2;
        tieSum += size ** 3 - size;
        start = end;
    }
    return { ranks, tieSum };
}
function at(values, order, position) {
    return values[order[position] ?? 0] ?? NaN;
}
