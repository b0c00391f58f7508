import { typeOf } from "./check.js";
import { ConditionError } from "./condition-error.js";
import { evaluate } from "./evaluate.js";
import { parseCondition } from "./parse.js";
import { BOOL, maybe, typeName, typeOfValue } from "./types.js";
/**
 * Whether a condition holds for a query's result, as Argo Rollouts evaluates it: checked as a whole first, then run.
 * Throws `ConditionError` for a condition that can't be read, does not fit the value, or does not come to true or false.
 */
export function evaluateCondition(condition, result, extras = {}) {
    const node = parseCondition(condition);
    const given = new Map(Object.entries({ ...extras, result: result ?? null }));
    const types = new Map([...given].map(([name, value]) => [name, typeOfValue(value)]));
    const type = typeOf(node, { names: types, item: undefined });
    if (!maybe(type, ({ kind }) => kind === BOOL.kind))
        throw new ConditionError(`expected bool, but got ${typeName(type)}`);
    const value = evaluate(node, { names: given, result: result ?? null });
    if (typeof value === 'boolean')
        return value;
    throw new ConditionError(`expected bool, but got ${value === null ? 'nil' : typeof value}`);
}
