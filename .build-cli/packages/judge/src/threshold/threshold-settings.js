import { UserError } from '@sluice/action';
import { ConditionError } from "./expression/condition-error.js";
import { parseCondition } from "./expression/parse.js";
import { limitsOf } from "./metric-spec.js";
import { problemsOf } from "./validate.js";
const LIMITS = [
    'count',
    'failureLimit',
    'inconclusiveLimit',
    'consecutiveErrorLimit',
    'consecutiveSuccessLimit',
];
const OTHERS = ['successCondition', 'failureCondition', 'exact'];
/** Reads a metric's threshold settings. Throws `UserError` with every problem. */
export function readThresholdSettings(metric) {
    const given = metric.settings ?? {};
    const problems = [];
    const limits = Object.fromEntries(LIMITS.flatMap((name) => wholeNumber(given[name], name, problems)));
    const conditions = {
        success: conditionIn(given['successCondition'], 'successCondition', problems),
        failure: conditionIn(given['failureCondition'], 'failureCondition', problems),
    };
    const fromLimit = conditions.success === '' && conditions.failure === '';
    const own = fromLimit ? { success: limitCondition(metric, problems), failure: '' } : conditions;
    const spec = { name: metric.name, conditions: own, ...limits };
    problems.push(...problemsOf({ ...spec, interval: '1s' }), ...unknownKeys(given));
    if (problems.length > 0) {
        throw new UserError('THRESHOLD_SETTINGS', problems.map((problem) => `metric ${metric.name}: ${problem}`).join('\n'), 'Correct the settings of this metric.');
    }
    return { spec, exact: given['exact'] === true, fromLimit };
}
/** The limits as a sentence, for reports. */
export function describeLimits(spec) {
    const { failure, inconclusive, consecutiveError } = limitsOf(spec);
    return `tolerates ${failure} failed, ${inconclusive} undecided, ${consecutiveError} errors in a row`;
}
function limitCondition({ limit, worse }, problems) {
    if (limit === undefined)
        problems.push('needs a successCondition, a failureCondition or a limit');
    else if (worse === 'either')
        problems.push('a limit needs worse: higher or worse: lower');
    return limit === undefined ? '' : `result ${worse === 'lower' ? '>=' : '<='} ${limit}`;
}
function conditionIn(given, name, problems) {
    if (given === undefined || given === null || given === '')
        return '';
    const text = typeof given === 'boolean' ? String(given) : given;
    if (typeof text !== 'string') {
        problems.push(`${name} must be a condition such as "result < 0.05", got ${JSON.stringify(given)}`);
        return '';
    }
    try {
        parseCondition(text);
    }
    catch (error) {
        if (!(error instanceof ConditionError))
            throw error;
        problems.push(`${name}: ${error.message}`);
    }
    return text;
}
function wholeNumber(given, name, problems) {
    if (given === undefined || given === null)
        return [];
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    if (typeof value === 'number' && Number.isInteger(value))
        return [[name, value]];
    problems.push(`${name} must be a whole number, got ${JSON.stringify(given)}`);
    return [];
}
function unknownKeys(given) {
    const known = [...LIMITS, ...OTHERS];
    const odd = Object.keys(given).filter((key) => !known.includes(key));
    return odd.map((key) => `unknown setting ${key}; known are ${known.join(', ')}`);
}
