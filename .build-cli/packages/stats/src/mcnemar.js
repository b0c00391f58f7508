import { binomialAtMost } from "./binomial-test.js";
import { logBinomial } from "./deviance.js";
import { demand } from "./errors.js";
function check(first, second) {
    const whole = [first, second].every((count) => Number.isSafeInteger(count) && count >= 0);
    demand(whole, () => `discordant pairs must be whole numbers of at least 0, got ${first} and ${second}`);
    return first + second;
}
/** McNemar's exact two-sided p: pairs in which only the first, or only the second, shows the event. 1 without pairs. */
export function mcnemarExact(first, second) {
    const pairs = check(first, second);
    return pairs === 0 ? 1 : Math.min(1, 2 * binomialAtMost(Math.min(first, second), pairs, 0.5));
}
/** McNemar's mid-p (Fagerland 2013): the observed table counts half, which keeps the level without the waste. */
export function mcnemarMidP(first, second) {
    const pairs = check(first, second);
    // Doubling a mid tail in the very middle gives 1.
    if (first === second)
        return 1;
    return (2 * binomialAtMost(Math.min(first, second), pairs, 0.5) - Math.exp(logBinomial(first, second, 0.5, 0.5)));
}
