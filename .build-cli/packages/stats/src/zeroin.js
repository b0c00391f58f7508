function interpolated(s) {
    const bisection = s.c - s.b;
    let [p, q] = [0, 0];
    if (s.a === s.c) {
        const t = s.fb / s.fa;
        p = bisection * t;
        q = 1 - t;
    }
    else {
        const [r, t1, t2] = [s.fa / s.fc, s.fb / s.fc, s.fb / s.fa];
        p = t2 * (bisection * r * (r - t1) - (s.b - s.a) * (t1 - 1));
        q = (r - 1) * (t1 - 1) * (t2 - 1);
    }
    return p > 0 ? { p, q: -q } : { p: -p, q };
}
function turn(s) {
    if (Math.abs(s.fc) >= Math.abs(s.fb))
        return;
    [s.a, s.b, s.c] = [s.b, s.c, s.b];
    [s.fa, s.fb, s.fc] = [s.fb, s.fc, s.fb];
}
/**
 * R. P. Brent's root finder (1973) with the stopping rule and step rule of R's uniroot, so that an answer known
 * only to `tolerance` lands on the same side of the root as R's. `low` and `high` must bracket a sign change.
 */
export function zeroin(f, low, high, tolerance, limit = 1000) {
    const s = { a: low, fa: f(low), b: high, fb: f(high), c: low, fc: 0 };
    s.fc = s.fa;
    if (s.fa === 0)
        return low;
    if (s.fb === 0)
        return high;
    for (let step = 0; step <= limit; step++) {
        const before = s.b - s.a;
        turn(s);
        const near = 2 * Number.EPSILON * Math.abs(s.b) + tolerance / 2;
        let move = (s.c - s.b) / 2;
        if (Math.abs(move) <= near || s.fb === 0)
            return s.b;
        if (Math.abs(before) >= near && Math.abs(s.fa) > Math.abs(s.fb)) {
            const { p, q } = interpolated(s);
            const inside = p < 0.75 * (s.c - s.b) * q - Math.abs(near * q) / 2;
            if (inside && p < Math.abs((before * q) / 2))
                move = p / q;
        }
        if (Math.abs(move) < near)
            move = move > 0 ? near : -near;
        [s.a, s.fa] = [s.b, s.fb];
        s.b += move;
        s.fb = f(s.b);
        if (s.fb > 0 === s.fc > 0)
            [s.c, s.fc] = [s.a, s.fa];
    }
    return s.b;
}
