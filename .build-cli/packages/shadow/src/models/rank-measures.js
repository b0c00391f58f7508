const PERSISTENCE = 0.9;
export function rankMeasures(stable, candidate, top) {
    const a = stable.slice(0, top);
    const b = candidate.slice(0, top);
    const depth = Math.min(a.length, b.length);
    const shared = sharedBy(new Set(a), new Set(b));
    const most = Math.max(a.length, b.length);
    return {
        topSame: a[0] === b[0],
        sameOrder: a.length === b.length && a.every((name, i) => name === b[i]),
        overlap: most === 0 ? 1 : shared / most,
        rankBiased: depth === 0 ? Number(most === 0) : rankBiased(a, b, depth),
        tau: kendall(a, b),
    };
}
function rankBiased(a, b, depth) {
    const [seenA, seenB] = [new Set(), new Set()];
    let [sum, overlap] = [0, 0];
    for (let d = 1; d <= depth; d++) {
        const [x = '', y = ''] = [a[d - 1], b[d - 1]];
        seenA.add(x);
        seenB.add(y);
        overlap = sharedBy(seenA, seenB);
        sum += (overlap / d) * PERSISTENCE ** d;
    }
    return (overlap / depth) * PERSISTENCE ** depth + ((1 - PERSISTENCE) / PERSISTENCE) * sum;
}
function kendall(a, b) {
    const place = new Map(b.map((name, i) => [name, i]));
    const common = a.flatMap((name) => place.get(name) ?? []);
    const pairs = (common.length * (common.length - 1)) / 2;
    if (pairs === 0)
        return undefined;
    let inOrder = 0;
    common.forEach((x, i) => common.slice(i + 1).forEach((y) => (inOrder += x < y ? 1 : -1)));
    return inOrder / pairs;
}
/** Normalised discounted gain of a ranking with the relevant names given, each worth 1; undefined when none is relevant. */
export function discountedGain(ranked, relevant, top) {
    if (relevant.size === 0)
        return undefined;
    const gain = (flags) => flags.reduce((sum, flag, i) => sum + (flag ? 1 / Math.log2(i + 2) : 0), 0);
    const best = Array.from({ length: Math.min(top, relevant.size) }, () => true);
    const seen = new Set();
    // A name that comes again is no other find.
    const flags = ranked.slice(0, top).map((name) => {
        const isFound = relevant.has(name) && !seen.has(name);
        seen.add(name);
        return isFound;
    });
    return gain(flags) / gain(best);
}
function sharedBy(a, b) {
    let shared = 0;
    for (const name of a)
        if (b.has(name))
            shared++;
    return shared;
}
