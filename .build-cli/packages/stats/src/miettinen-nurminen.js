import { bisectRoot } from "./bisect.js";
import { demandOpenUnit } from "./errors.js";
import { normalUpperQuantile } from "./normal.js";
import { demandProportion } from "./proportion-interval.js";
const part = (count, share) => (count === 0 ? 0 : count / share);
/** The second arm's share that is most likely given that the first lies `delta` above it. */
function likeliestShare(x, y, delta) {
    const low = Math.max(0, -delta);
    const high = Math.min(1, 1 - delta);
    const slope = (p) => part(x.events, p + delta) -
        part(x.trials - x.events, 1 - p - delta) +
        part(y.events, p) -
        part(y.trials - y.events, 1 - p);
    const edge = (high - low) * 1e-15;
    if (!(slope(low + edge) > 0))
        return low;
    if (!(slope(high - edge) < 0))
        return high;
    return bisectRoot(slope, low + edge, high - edge);
}
function cubicShare(x, y, delta) {
    const size = x.trials + y.trials;
    const events = x.events + y.events;
    if (delta === 0)
        return events / size;
    const square = ((x.trials + 2 * y.trials) * delta - size - events) / (3 * size);
    const linear = ((y.events * delta - size - 2 * y.events) * delta + events) / size;
    const constant = (y.events * delta * (1 - delta)) / size;
    const q = square ** 3 - (linear * square) / 2 + constant / 2;
    const p = Math.sign(q) * Math.sqrt(square * square - linear / 3);
    const angle = (Math.PI + Math.acos(Math.min(1, Math.max(-1, q / p ** 3)))) / 3;
    return 2 * p * Math.cos(angle) - square;
}
function score(x, y, delta, restriction) {
    const q = restriction === 'likelihood' ? likeliestShare(x, y, delta) : cubicShare(x, y, delta);
    const p = Math.min(1, Math.max(0, q + delta));
    const size = x.trials + y.trials;
    const variance = ((p * (1 - p)) / x.trials + (q * (1 - q)) / y.trials) * (size / (size - 1));
    const off = x.events / x.trials - y.events / y.trials - delta;
    return off === 0 ? 0 : off / Math.sqrt(Math.max(variance, 0));
}
// Steps outwards until the score passes the level, so that a cubic without a root far out is never asked.
function crossing(miss, from, to) {
    const steps = 64;
    let inside = from;
    for (let step = 1; step <= steps; step++) {
        const next = from + ((to - from) * step * step) / (steps * steps);
        const value = miss(next);
        if (Number.isNaN(value))
            return to;
        if (value < 0)
            return bisectRoot(miss, inside, next, 1e-15);
        inside = next;
    }
    return to;
}
/**
 * Miettinen-Nurminen score interval (1985) for the difference of shares x - y, with their N/(N-1) correction;
 * its ends are -1 or 1 where no difference is refused.
 */
export function miettinenNurminen(x, y, confidence = 0.95, restriction = 'likelihood') {
    demandProportion(x.events, x.trials, 'the first arm');
    demandProportion(y.events, y.trials, 'the second arm');
    demandOpenUnit(confidence, 'the confidence');
    const z = normalUpperQuantile((1 - confidence) / 2);
    const seen = x.events / x.trials - y.events / y.trials;
    return {
        low: seen <= -1 ? -1 : crossing((delta) => z - score(x, y, delta, restriction), seen, -1),
        high: seen >= 1 ? 1 : crossing((delta) => z + score(x, y, delta, restriction), seen, 1),
    };
}
