import { ConditionError } from "./condition-error.js";
import { describe, flag, number } from "./operate.js";
import { ANY, BOOL, FLOAT, INT, listOf, maybe, typeName } from "./types.js";
/** Functions that look at every item of a list through a closure, where `#` is the item. */
export const closureFunctions = [
    [
        'all',
        predicate(() => BOOL, (hits, list) => hits.length === list.length),
    ],
    [
        'any',
        predicate(() => BOOL, (hits) => hits.length > 0),
    ],
    [
        'none',
        predicate(() => BOOL, (hits) => hits.length === 0),
    ],
    [
        'one',
        predicate(() => BOOL, (hits) => hits.length === 1),
    ],
    [
        'count',
        predicate(() => INT, (hits) => hits.length, 1),
    ],
    [
        'filter',
        predicate((list) => list, (hits, list) => hits.map((i) => list[i])),
    ],
    [
        'find',
        predicate((list) => (list.kind === 'list' ? list.of : ANY), (hits, list) => list[hits[0] ?? -1] ?? null),
    ],
    [
        'findIndex',
        predicate(() => INT, (hits) => hits[0] ?? -1),
    ],
    [
        'findLast',
        predicate((list) => (list.kind === 'list' ? list.of : ANY), (hits, list) => list[hits.at(-1) ?? -1] ?? null),
    ],
    ['map', { least: 2, most: 2, closure: true, check: mapType, run: (call) => listed(call).map(call.each) }],
    ['sum', { least: 1, most: 2, closure: true, check: ([list]) => sumType(list), run: total }],
];
function predicate(result, conclude, least = 2) {
    return {
        least,
        most: 2,
        closure: true,
        check: ([list = ANY, body = BOOL]) => {
            demandList(list);
            if (!maybe(body, ({ kind }) => kind === 'bool'))
                throw new ConditionError(`a closure must be bool, got ${typeName(body)}`);
            return result(list);
        },
        run: (call) => {
            const list = listed(call);
            const test = call.args.length > 1 ? call.each : (item) => item;
            const hits = list.flatMap((item, i) => (flag(test(item, i)) ? [i] : []));
            return conclude(hits, list);
        },
    };
}
function mapType([list = ANY, body = ANY]) {
    demandList(list);
    return listOf(body);
}
function sumType(list = ANY) {
    demandList(list);
    return list.kind === 'list' && list.of.kind === 'int' ? INT : list.kind === 'any' ? ANY : FLOAT;
}
function total(call) {
    const value = call.args.length > 1 ? call.each : (item) => item;
    return listed(call).reduce((sum, item, i) => sum + number(value(item, i)), 0);
}
function demandList(type) {
    if (!maybe(type, ({ kind }) => kind === 'list'))
        throw new ConditionError(`a list is needed, got ${typeName(type)}`);
}
function listed({ args }) {
    const [list] = args;
    if (Array.isArray(list))
        return list;
    throw new ConditionError(`a list is needed, got ${describe(list)}`);
}
