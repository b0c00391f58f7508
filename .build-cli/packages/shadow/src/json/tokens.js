import { compareScalars, isPlain, typeAt } from "./scalar.js";
import { numberAt } from "./number.js";
import { BACKSLASH, textOf } from "./scan.js";
/** How two values differ that are not two objects or two arrays. `broken` when one of them is no JSON. */
export function compareTokens(a, aFrom, aTo, b, bFrom, bTo, tolerance) {
    const [left, right] = [typeAt(a[aFrom] ?? 0), typeAt(b[bFrom] ?? 0)];
    if (left === undefined || right === undefined)
        return 'broken';
    if (left !== right)
        return isSound(left, a, aFrom, aTo) && isSound(right, b, bFrom, bTo) ? 'type' : 'broken';
    if (left === 'string' && !hasEscape(a, aFrom, aTo) && !hasEscape(b, bFrom, bTo))
        return 'value';
    // Rounding keeps order: doubles that differ come from numbers that do. Equal ones need all their digits.
    if (left === 'number' && tolerance === undefined) {
        const [x, y] = [numberAt(a, aFrom, aTo), numberAt(b, bFrom, bTo)];
        if (x < y || x > y)
            return 'value';
    }
    const result = compareScalars(left, textOf(a, aFrom, aTo), textOf(b, bFrom, bTo), tolerance);
    return result === 'different' ? 'value' : result;
}
function isSound(type, bytes, from, to) {
    return type === 'object' || type === 'array' || type === 'string' || isPlain(textOf(bytes, from, to));
}
function hasEscape(bytes, from, to) {
    for (let i = from; i < to; i++)
        if (bytes[i] === BACKSLASH)
            return true;
    return false;
}
