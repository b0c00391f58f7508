import { binomialAtLeast, binomialAtMost } from "./binomial-test.js";
import { demand, demandPositive } from "./errors.js";
import { clopperPearson } from "./proportion-interval.js";
function check(x, y) {
    demandPositive(x.exposure, "the first arm's exposure");
    demandPositive(y.exposure, "the second arm's exposure");
    const whole = [x.events, y.events].every((count) => Number.isSafeInteger(count) && count >= 0);
    demand(whole, () => `events must be whole numbers of at least 0, got ${x.events} and ${y.events}`);
}
/** Exact one-sided p-value for rate(x) / rate(y) against `ratio`, given the total of events; 1 without events. */
export function poissonRatioP(x, y, alternative, ratio = 1) {
    check(x, y);
    demandPositive(ratio, 'the ratio');
    const total = x.events + y.events;
    if (total === 0)
        return 1;
    const share = (ratio * x.exposure) / (ratio * x.exposure + y.exposure);
    return alternative === 'greater'
        ? binomialAtLeast(x.events, total, share)
        : binomialAtMost(x.events, total, share);
}
/** Exact interval for rate(x) / rate(y), Clopper-Pearson on the share of events; 0 to infinity without events. */
export function poissonRatioInterval(x, y, confidence = 0.95) {
    check(x, y);
    const total = x.events + y.events;
    if (total === 0)
        return { low: 0, high: Infinity };
    const { low, high } = clopperPearson(x.events, total, confidence);
    const ratio = (share) => (share / (1 - share)) * (y.exposure / x.exposure);
    return { low: ratio(low), high: high === 1 ? Infinity : ratio(high) };
}
