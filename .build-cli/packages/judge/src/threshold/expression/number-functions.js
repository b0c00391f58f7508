import { ConditionError } from "./condition-error.js";
import { always, plain } from "./condition-function.js";
import { number } from "./operate.js";
import { ANY, FLOAT, INT, isNumber, maybe, typeName } from "./types.js";
const MAX_ARGUMENTS = 100;
/** Functions of numbers, and of lists of them. */
export const numberFunctions = [
    ['abs', plain(numeric, ([value]) => Math.abs(number(value)))],
    ['ceil', plain(numeric, ([value]) => Math.ceil(number(value)))],
    ['floor', plain(numeric, ([value]) => Math.floor(number(value)))],
    ['round', plain(numeric, ([value]) => roundAway(number(value)))],
    ['int', plain(always(INT), ([value]) => Math.trunc(toNumber(value)))],
    ['float', plain(always(FLOAT), ([value]) => toNumber(value))],
    ['max', ofMany(ANY, (all) => Math.max(...all))],
    ['min', ofMany(ANY, (all) => Math.min(...all))],
    ['mean', ofMany(FLOAT, (all) => all.reduce((total, value) => total + value, 0) / all.length)],
    ['median', ofMany(FLOAT, middle)],
];
function ofMany(type, run) {
    return { ...plain(always(type), (args) => run(numbers(args))), most: MAX_ARGUMENTS };
}
function numeric([type = ANY]) {
    if (maybe(type, isNumber))
        return type;
    throw new ConditionError(`a number is needed, got ${typeName(type)}`);
}
function numbers(args) {
    const all = args.flatMap((arg) => (Array.isArray(arg) ? arg : [arg])).map(number);
    if (all.length === 0)
        throw new ConditionError('at least one number is needed');
    return all;
}
function middle(all) {
    const sorted = Float64Array.from(all).sort();
    const half = (sorted.length - 1) / 2;
    return ((sorted[Math.floor(half)] ?? NaN) + (sorted[Math.ceil(half)] ?? NaN)) / 2;
}
function roundAway(value) {
    return Math.sign(value) * Math.round(Math.abs(value));
}
function toNumber(value) {
    const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof given === 'number' && !(typeof value === 'string' && Number.isNaN(given)))
        return given;
    throw new ConditionError(`not a number: ${String(JSON.stringify(value))}`);
}
