/** Adds a finite number to a sum, in place. */
export function addTo(parts, value) {
    let x = value;
    let kept = 0;
    for (const part of parts) {
        let y = part;
        if (Math.abs(x) < Math.abs(y))
            [x, y] = [y, x];
        const high = x + y;
        const low = y - (high - x);
        if (low !== 0)
            parts[kept++] = low;
        x = high;
    }
    parts.length = kept;
    parts.push(x);
}
/** The sum, rounded once: to the nearest double, ties to even. */
export function totalOf(parts) {
    let at = parts.length;
    if (at === 0)
        return 0;
    let high = parts[--at] ?? 0;
    let low = 0;
    while (at > 0) {
        const x = high;
        const y = parts[--at] ?? 0;
        high = x + y;
        low = y - (high - x);
        if (low !== 0)
            break;
    }
    // The rest may tip a half-way case to the other side.
    const next = parts[at - 1] ?? 0;
    if (at > 0 && ((low < 0 && next < 0) || (low > 0 && next > 0))) {
        const doubled = low * 2;
        const tipped = high + doubled;
        if (doubled === tipped - high)
            high = tipped;
    }
    return high;
}
/** The parts in the one form that a sum has, whatever order it was made in. */
export function settled(parts) {
    const rest = [...parts];
    const out = [];
    while (rest.some((part) => part !== 0)) {
        const total = totalOf(rest);
        out.push(total);
        addTo(rest, -total);
    }
    return out.reverse();
}
