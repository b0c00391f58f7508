/** The known name that is fewest edits away from a given one, if it is near enough to be a slip. */
export function nearestName(given, known) {
    const ranked = known
        .map((name) => ({ name, edits: editsBetween(given.toLowerCase(), name.toLowerCase()) }))
        .toSorted((a, b) => a.edits - b.edits);
    const best = ranked[0];
    return best !== undefined && best.edits <= Math.max(1, best.name.length / 3) ? best.name : undefined;
}
function editsBetween(a, b) {
    if (Math.abs(a.length - b.length) > 20)
        return Infinity;
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++) {
            const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? Infinity;
}
