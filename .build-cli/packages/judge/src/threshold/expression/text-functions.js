import { ConditionError } from "./condition-error.js";
import { always, plain } from "./condition-function.js";
import { describe, isMap, text } from "./operate.js";
import { ANY, BOOL, INT, STRING, isNumber, listOf, maybe, typeName } from "./types.js";
/** Functions of texts, lists and maps. */
export const textFunctions = [
    ['len', plain(sized, ([value]) => size(value))],
    [
        'string',
        plain(always(STRING), ([value]) => (typeof value === 'string' ? value : JSON.stringify(value ?? null))),
    ],
    ['trim', plain(textual(STRING), ([value]) => text(value).trim())],
    ['upper', plain(textual(STRING), ([value]) => text(value).toUpperCase())],
    ['lower', plain(textual(STRING), ([value]) => text(value).toLowerCase())],
    ['split', plain(textual(listOf(STRING)), ([value, by]) => text(value).split(text(by)), 2)],
    ['hasPrefix', plain(textual(BOOL), ([value, start]) => text(value).startsWith(text(start)), 2)],
    ['hasSuffix', plain(textual(BOOL), ([value, end]) => text(value).endsWith(text(end)), 2)],
    ['first', plain(always(ANY), ([list]) => items(list)[0] ?? null)],
    ['last', plain(always(ANY), ([list]) => items(list).at(-1) ?? null)],
    ['keys', plain(always(listOf(STRING)), ([map]) => Object.keys(mapped(map)))],
    ['values', plain(always(listOf(ANY)), ([map]) => Object.values(mapped(map)))],
];
function textual(result) {
    return (args) => {
        const other = args.find((type) => !maybe(type, ({ kind }) => kind === 'string'));
        if (other === undefined)
            return result;
        throw new ConditionError(`text is needed, got ${typeName(other)}`);
    };
}
function sized([type = ANY]) {
    if (!isNumber(type) && type.kind !== 'bool')
        return INT;
    throw new ConditionError(`a list, a map or text is needed, got ${typeName(type)}`);
}
function size(value) {
    if (typeof value === 'string')
        return [...value].length;
    return Array.isArray(value) ? value.length : Object.keys(mapped(value)).length;
}
function mapped(value) {
    if (isMap(value))
        return value;
    throw new ConditionError(`a map is needed, got ${describe(value)}`);
}
function items(value) {
    if (Array.isArray(value))
        return value;
    throw new ConditionError(`a list is needed, got ${describe(value)}`);
}
