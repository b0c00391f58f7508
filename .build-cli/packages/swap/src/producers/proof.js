/**
 * Counts exactly from the event behind `after` on (without it, from the first one read); memory grows with the number
 * of keys and with what is out of order, not with the number of events. Earlier events are neither gap nor duplicate:
 * a reader that joins in the middle gets some of them, and not the same ones from every partition.
 */
export function startProof(after) {
    const beyond = new Set();
    const early = new Set();
    const lastOfKey = new Map();
    let [first, last, next] = [
        after === undefined ? 0 : after + 1,
        after ?? 0,
        after === undefined ? 0 : after + 1,
    ];
    let [events, duplicates, disordered] = [0, 0, 0];
    const repeated = (position) => {
        if (position >= next)
            return beyond.has(position);
        if (position >= first)
            return true;
        const known = early.has(position);
        early.add(position);
        return known;
    };
    const addOne = ({ position, key }) => {
        if (first === 0)
            [first, last, next] = [position, position, position];
        if (position >= first)
            events++;
        if (repeated(position)) {
            duplicates++;
            return;
        }
        if (position < first)
            return;
        beyond.add(position);
        while (beyond.delete(next))
            next++;
        last = Math.max(last, position);
        const before = lastOfKey.get(key) ?? 0;
        if (position < before)
            disordered++;
        lastOfKey.set(key, Math.max(before, position));
    };
    return {
        remember: (batch) => batch.forEach(({ position }) => early.add(position)),
        add: (batch) => batch.forEach(addOne),
        proof: () => ({
            events,
            first,
            last,
            missing: first === 0 ? 0 : last + 1 - next - beyond.size,
            duplicates,
            disordered,
        }),
    };
}
