import { demandOpenUnit } from "./errors.js";
import { normalUpperQuantile } from "./normal.js";
import { demandProportion, wilson } from "./proportion-interval.js";
function check(x, y, confidence) {
    demandProportion(x.events, x.trials, 'the first arm');
    demandProportion(y.events, y.trials, 'the second arm');
    demandOpenUnit(confidence, 'the confidence');
}
/** Newcombe's hybrid interval (1998, method 10) for the difference of shares x - y. */
export function newcombe(x, y, confidence = 0.95) {
    check(x, y, confidence);
    const a = wilson(x.events, x.trials, confidence);
    const b = wilson(y.events, y.trials, confidence);
    const [p, q] = [x.events / x.trials, y.events / y.trials];
    return {
        low: p - q - Math.hypot(p - a.low, b.high - q),
        high: p - q + Math.hypot(a.high - p, q - b.low),
    };
}
/** z of the difference x - y with the pooled share in the error; 0 when no event, or nothing else, was seen. */
export function pooledZ(x, y) {
    check(x, y, 0.5);
    const pooled = (x.events + y.events) / (x.trials + y.trials);
    const square = pooled * (1 - pooled) * (1 / x.trials + 1 / y.trials);
    return square <= 0 ? 0 : (x.events / x.trials - y.events / y.trials) / Math.sqrt(square);
}
/** Interval of the ratio of shares x / y by the log method (Katz 1978); undefined when an arm has no event. */
export function logRatioInterval(x, y, confidence = 0.95) {
    check(x, y, confidence);
    if (x.events === 0 || y.events === 0)
        return undefined;
    const log = Math.log(x.events / x.trials) - Math.log(y.events / y.trials);
    const square = 1 / x.events - 1 / x.trials + 1 / y.events - 1 / y.trials;
    const reach = normalUpperQuantile((1 - confidence) / 2) * Math.sqrt(square);
    return { low: Math.exp(log - reach), high: Math.exp(log + reach) };
}
