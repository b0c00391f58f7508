import { ConditionError } from "./condition-error.js";
const WORDS = new Map([
    ['true', { type: 'bool', value: true }],
    ['false', { type: 'bool', value: false }],
    ['nil', { type: 'nil' }],
]);
/** A value with everything attached to it: members, indexes, slices, calls. */
export function readPrimary(stream, read) {
    let node = readStart(stream, read);
    for (;;) {
        if (stream.is('.') || stream.is('?.'))
            node = readMember(stream, node);
        else if (stream.accept('['))
            node = readBracket(stream, read, node);
        else
            return node;
    }
}
function readStart(stream, read) {
    const { kind, text } = stream.current;
    if (kind === 'integer' || kind === 'float')
        return literal(stream, numberLiteral(kind, text));
    if (kind === 'string')
        return literal(stream, { type: 'string', value: text });
    if (stream.accept('('))
        return closed(stream, read, ')');
    if (stream.accept('['))
        return { kind: 'list', items: readItems(stream, ']', () => read(stream)) };
    if (stream.accept('{'))
        return { kind: 'map', entries: readItems(stream, '}', () => readEntry(stream, read)) };
    if (stream.accept('#'))
        return readHash(stream);
    // A leading dot is the item of the closure: `.value` is `#.value`.
    if (stream.is('.'))
        return { kind: 'item' };
    if (kind === 'name')
        return readName(stream, read);
    return stream.fail('a value');
}
function numberLiteral(kind, text) {
    return { type: kind === 'float' ? 'float' : 'int', value: Number(text.replaceAll('_', '')) };
}
function literal(stream, value) {
    stream.take();
    return { kind: 'literal', literal: value };
}
function closed(stream, read, end) {
    const node = read(stream);
    stream.expect(end);
    return node;
}
function readHash(stream) {
    if (stream.accept('index'))
        return { kind: 'index-of-item' };
    return { kind: 'item' };
}
function readName(stream, read) {
    const name = stream.take().text;
    const word = WORDS.get(name);
    if (word !== undefined)
        return { kind: 'literal', literal: word };
    if (!stream.accept('('))
        return { kind: 'name', name };
    return { kind: 'call', name, args: readItems(stream, ')', () => readArgument(stream, read)) };
}
// Closures are written with braces ({# > 1}) or, in later versions, without.
function readArgument(stream, read) {
    if (!stream.is('{') || isMapStart(stream))
        return read(stream);
    stream.take();
    return { kind: 'closure', body: closed(stream, read, '}') };
}
function isMapStart(stream) {
    return stream.ahead(1).text === '}' || (stream.ahead(1).kind !== 'operator' && stream.ahead(2).text === ':');
}
function readItems(stream, end, readItem) {
    const items = [];
    while (!stream.accept(end)) {
        if (items.length > 0)
            stream.expect(',');
        if (items.length > 0 && stream.accept(end))
            break;
        items.push(readItem());
    }
    return items;
}
function readEntry(stream, read) {
    const { kind, text } = stream.current;
    const named = kind === 'name' || kind === 'string' || kind === 'integer';
    const key = named ? literal(stream, { type: 'string', value: text }) : read(stream);
    stream.expect(':');
    return [key, read(stream)];
}
function readMember(stream, of) {
    const optional = stream.take().text === '?.';
    if (optional && stream.accept('['))
        throw new ConditionError('?.[ is not supported: use ?. with a name');
    const { kind, text } = stream.take();
    if (kind !== 'name')
        throw new ConditionError(`after a dot a name must follow, got ${text || 'the end'}`);
    if (stream.is('(')) {
        stream.take();
        readItems(stream, ')', () => stream.take());
        return { kind: 'method', of, name: text };
    }
    return { kind: 'member', of, key: { kind: 'literal', literal: { type: 'string', value: text } }, optional };
}
function readBracket(stream, read, of) {
    if (stream.accept(':'))
        return { kind: 'slice', of, from: undefined, to: readEnd(stream, read) };
    const key = read(stream);
    if (stream.accept(':'))
        return { kind: 'slice', of, from: key, to: readEnd(stream, read) };
    stream.expect(']');
    return { kind: 'member', of, key, optional: false };
}
function readEnd(stream, read) {
    return stream.accept(']') ? undefined : closed(stream, read, ']');
}
