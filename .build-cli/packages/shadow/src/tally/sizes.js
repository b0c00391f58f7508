import { numberAt } from "../json/number.js";
import { typeAt } from "../json/scalar.js";
import { COMMA, skipSpace, skipValue } from "../json/scan.js";
import { Distribution } from "./distribution.js";
export function emptySizes() {
    const arms = () => [new Distribution(), new Distribution(), new Distribution()];
    return { numbers: arms(), lengths: arms() };
}
/**
 * Notes how large the values of one difference are: numbers, lengths of texts, and of arrays by how many elements they are
 * longer than the primary's. What the primary says is noted with the candidate's.
 */
export function noteSizes(into, arm, { kind, aFrom, aTo, bFrom, bTo }, a, b) {
    const other = arm === 'candidate' ? 1 : 2;
    if (kind === 'length') {
        if (arm === 'candidate')
            into.lengths[0].add(0);
        into.lengths[other].add(countElements(b, bFrom, bTo) - countElements(a, aFrom, aTo));
    }
    else if (kind === 'value') {
        if (arm === 'candidate')
            noteSize(into, 0, a, aFrom, aTo);
        noteSize(into, other, b, bFrom, bTo);
    }
}
function noteSize(into, arm, bytes, from, to) {
    const type = typeAt(bytes[from] ?? 0);
    if (type === 'number')
        into.numbers[arm].add(numberAt(bytes, from, to));
    else if (type === 'string')
        into.lengths[arm].add(to - from - 2);
}
/** How many elements stand in the rest of an array, with or without the comma before it. */
function countElements(bytes, from, to) {
    let count = 0;
    for (let i = skipSpace(bytes, from, to); i < to;) {
        if (bytes[i] !== COMMA) {
            const next = skipValue(bytes, i, to);
            if (next <= i)
                break;
            count++;
            i = next;
        }
        else
            i++;
        i = skipSpace(bytes, i, to);
    }
    return count;
}
export function sizesData({ numbers, lengths }) {
    const plain = ([primary, candidate, repeat]) => [
        primary.data(),
        candidate.data(),
        repeat.data(),
    ];
    return { numbers: plain(numbers), lengths: plain(lengths) };
}
export function addSizes(into, from) {
    for (const kind of ['numbers', 'lengths'])
        from[kind].forEach((data, arm) => into[kind][arm]?.merge(data));
}
