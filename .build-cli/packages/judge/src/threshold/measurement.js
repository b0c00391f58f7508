import { evaluateCondition } from "./expression/condition.js";
import { ConditionError } from "./expression/condition-error.js";
/**
 * Holds one value against the conditions as Argo Rollouts does. With one condition set its opposite is the other
 * outcome; with both, a value that meets neither is Inconclusive; with none, everything is Successful.
 */
export function assessMeasurement(result, conditions, extras = {}) {
    const { success = '', failure = '' } = conditions;
    try {
        const succeeds = success === '' ? undefined : evaluateCondition(success, result, extras);
        const fails = failure === '' ? undefined : evaluateCondition(failure, result, extras);
        return { phase: outcome(succeeds, fails) };
    }
    catch (error) {
        if (!(error instanceof ConditionError))
            throw error;
        return { phase: 'Error', error: error.message };
    }
}
function outcome(succeeds, fails) {
    if (fails === true)
        return 'Failed';
    if (succeeds !== false)
        return 'Successful';
    return fails === undefined ? 'Failed' : 'Inconclusive';
}
