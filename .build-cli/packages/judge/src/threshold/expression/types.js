export const INT = { kind: 'int' };
export const FLOAT = { kind: 'float' };
export const STRING = { kind: 'string' };
export const BOOL = { kind: 'bool' };
export const ANY = { kind: 'any' };
export const MAP = { kind: 'map' };
export function listOf(of) {
    return { kind: 'list', of };
}
/** The type of a query's value. Numbers are floats, as they are once JSON or a metric store has been read in Go. */
export function typeOfValue(value) {
    if (typeof value === 'number')
        return FLOAT;
    if (typeof value === 'string')
        return STRING;
    if (typeof value === 'boolean')
        return BOOL;
    if (Array.isArray(value))
        return listOf(value.length > 0 && value.every((item) => typeof item === 'number') ? FLOAT : ANY);
    return typeof value === 'object' && value !== null ? MAP : ANY;
}
export function isNumber({ kind }) {
    return kind === 'int' || kind === 'float';
}
/** Whether a value of this type may turn out to be what `accepts` accepts. */
export function maybe(type, accepts) {
    return type.kind === 'any' || accepts(type);
}
/** Whether two values can be compared for equality at all. */
export function comparable(a, b) {
    if (a.kind === 'any' || b.kind === 'any')
        return true;
    return (isNumber(a) && isNumber(b)) || a.kind === b.kind;
}
/** As Go names it, for error messages. */
export function typeName(type) {
    if (type.kind === 'list')
        return `[]${typeName(type.of)}`;
    return { int: 'int', float: 'float64', string: 'string', bool: 'bool', any: 'interface {}', map: 'map' }[type.kind];
}
