import { ConditionError } from "./expression/condition-error.js";
import { calledIn } from "./expression/calls.js";
import { assessMeasurement } from "./measurement.js";
const ASKS_ABOUT_NUMBERS = ['isNaN', 'isInf'];
const ASKS_ABOUT_ABSENCE = ['isNil', 'default', 'len', 'count'];
/**
 * Holds one value against the conditions, except that silence never succeeds: NaN, ±Infinity, nothing at all and an empty
 * list are errors unless a condition asks about them by name, and without any condition the value is Inconclusive.
 */
export function assessCorrected(result, conditions, extras = {}) {
    const { success = '', failure = '' } = conditions;
    if (success === '' && failure === '')
        return { phase: 'Inconclusive', error: 'no condition is set' };
    const doubt = doubtAbout(result);
    if (doubt === undefined)
        return assessMeasurement(result, conditions, extras);
    const asked = askedAbout([success, failure], doubt.asks);
    return asked ? assessMeasurement(result, conditions, extras) : { phase: 'Error', error: doubt.why };
}
function doubtAbout(result) {
    if (result === null || result === undefined)
        return { why: 'there is no value', asks: ASKS_ABOUT_ABSENCE };
    if (Array.isArray(result) && result.length === 0)
        return { why: 'the result is empty', asks: ASKS_ABOUT_ABSENCE };
    const numbers = Array.isArray(result) ? result : [result];
    const odd = numbers.find((value) => typeof value === 'number' && !Number.isFinite(value));
    return odd === undefined ? undefined : { why: `the value is ${String(odd)}`, asks: ASKS_ABOUT_NUMBERS };
}
function askedAbout(conditions, names) {
    try {
        return conditions.some((condition) => condition !== '' && calledIn(condition).some((name) => names.includes(name)));
    }
    catch (error) {
        if (error instanceof ConditionError)
            return false;
        throw error;
    }
}
