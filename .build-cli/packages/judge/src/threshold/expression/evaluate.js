import { bodyOf } from "./check.js";
import { ConditionError } from "./condition-error.js";
import { functions } from "./functions.js";
import { describe, flag, isMap, number, operate, text } from "./operate.js";
/** The value of a condition that was checked before. Throws `ConditionError`. */
export function evaluate(node, values) {
    switch (node.kind) {
        case 'literal':
            return node.literal.type === 'nil' ? null : node.literal.value;
        case 'name':
            return values.names.get(node.name);
        case 'item':
            return values.item?.value;
        case 'index-of-item':
            return values.item?.index;
        case 'list':
            return node.items.map((item) => evaluate(item, values));
        case 'map':
            return Object.fromEntries(node.entries.map(([key, value]) => [evaluate(key, values), evaluate(value, values)]));
        case 'unary':
            return unary(node.operator, evaluate(node.operand, values));
        case 'binary':
            return binary(node, values);
        case 'choice':
            return evaluate(flag(evaluate(node.test, values)) ? node.then : node.otherwise, values);
        case 'member':
            return member(evaluate(node.of, values), evaluate(node.key, values), node.optional);
        case 'slice':
            return slice(node, values);
        case 'call':
            return call(node, values);
        case 'let':
            return evaluate(node.body, letting(node, values));
        case 'method':
        case 'closure':
            throw new ConditionError(`${node.kind} can't be evaluated`);
    }
}
function unary(operator, operand) {
    if (operator === '!')
        return !flag(operand);
    return operator === '-' ? -number(operand) : number(operand);
}
function binary({ operator, left, right }, values) {
    const first = evaluate(left, values);
    if (operator === '&&')
        return flag(first) && flag(evaluate(right, values));
    if (operator === '||')
        return flag(first) || flag(evaluate(right, values));
    if (operator === '??')
        return first ?? evaluate(right, values);
    return operate(operator, first, evaluate(right, values));
}
function member(of, key, optional) {
    if (Array.isArray(of))
        return at(of, number(key));
    if (isMap(of)) {
        const name = text(key);
        return Object.hasOwn(of, name) ? of[name] : null;
    }
    if (optional && (of === null || of === undefined))
        return null;
    throw new ConditionError(`cannot fetch ${String(key)} from ${describe(of)}`);
}
function at(list, index) {
    const position = index < 0 ? list.length + index : index;
    if (Number.isInteger(position) && position >= 0 && position < list.length)
        return list[position];
    throw new ConditionError(`index ${index} out of range (list of ${list.length})`);
}
function slice(node, values) {
    const of = evaluate(node.of, values);
    const bound = (end) => end === undefined ? undefined : number(evaluate(end, values));
    if (Array.isArray(of) || typeof of === 'string')
        return of.slice(bound(node.from), bound(node.to));
    throw new ConditionError(`cannot slice ${describe(of)}`);
}
function call({ name, args }, values) {
    const called = functions.get(name);
    if (called === undefined)
        throw new ConditionError(`unknown name ${name}`);
    const [, body] = args;
    const each = (value, index) => body === undefined ? value : evaluate(bodyOf(body), { ...values, item: { value, index } });
    const given = called.closure
        ? args.map((arg, i) => (i === 0 ? evaluate(arg, values) : null))
        : args.map((arg) => evaluate(arg, values));
    return called.run({ args: given, each, result: values.result });
}
function letting(node, values) {
    return { ...values, names: new Map([...values.names, [node.name, evaluate(node.value, values)]]) };
}
