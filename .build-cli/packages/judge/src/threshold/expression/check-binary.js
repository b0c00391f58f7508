import { ConditionError } from "./condition-error.js";
import { ANY, BOOL, FLOAT, INT, STRING, comparable, isNumber, listOf, maybe, typeName, } from "./types.js";
const isBool = ({ kind }) => kind === 'bool';
const isText = ({ kind }) => kind === 'string';
const isInt = ({ kind }) => kind === 'int';
/** The type of `left operator right`. Throws `ConditionError` where the operator does not take these types. */
export function checkBinary(operator, left, right) {
    const type = resultType(operator, left, right);
    if (type !== undefined)
        return type;
    throw new ConditionError(`invalid operation: ${operator} (mismatched types ${typeName(left)} and ${typeName(right)})`);
}
function resultType(operator, left, right) {
    const both = (accepts) => maybe(left, accepts) && maybe(right, accepts);
    switch (operator) {
        case '||':
        case '&&':
            return both(isBool) ? BOOL : undefined;
        case '==':
        case '!=':
            return comparable(left, right) ? BOOL : undefined;
        case '<':
        case '<=':
        case '>':
        case '>=':
            return both(isNumber) || both(isText) ? BOOL : undefined;
        case 'matches':
        case 'contains':
        case 'startsWith':
        case 'endsWith':
            return both(isText) ? BOOL : undefined;
        case 'in':
            return holds(left, right) ? BOOL : undefined;
        case '??':
            return left.kind === right.kind ? left : ANY;
        case '..':
            return both(isInt) ? listOf(INT) : undefined;
        case '%':
            return both(isInt) ? INT : undefined;
        case '+':
            return both(isText) && !(left.kind === 'any' && right.kind === 'any')
                ? STRING
                : arithmetic(operator, left, right);
        case '-':
        case '*':
        case '/':
        case '**':
            return arithmetic(operator, left, right);
    }
}
function arithmetic(operator, left, right) {
    if (!maybe(left, isNumber) || !maybe(right, isNumber))
        return undefined;
    if (left.kind === 'any' || right.kind === 'any')
        return ANY;
    const whole = isInt(left) && isInt(right) && operator !== '/' && operator !== '**';
    return whole ? INT : FLOAT;
}
function holds(item, container) {
    if (container.kind === 'list')
        return comparable(item, container.of);
    return container.kind === 'any' || (container.kind === 'map' && maybe(item, isText));
}
