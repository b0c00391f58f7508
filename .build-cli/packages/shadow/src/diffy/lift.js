import { skipPlain, skipSpace, skipValue } from "../json/scan.js";
import { liftHtml } from "./html.js";
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const HTML = /<(?:"[^"]*"|'[^']*'|[^'">])+>/;
/** Reads JSON and keeps how numbers are spelled. Throws a SyntaxError for what is no JSON. */
export function spelled(text) {
    return JSON.parse(text, (_, value, context) => {
        if (typeof value === 'number')
            return { number: context?.source ?? String(value) };
        if (typeof value !== 'object' || value === null || Array.isArray(value) || 'number' in value)
            return value;
        return { entries: new Map(Object.entries(value)) };
    });
}
/** What Diffy makes of a value: longs or doubles by spelling, lists sorted by their text, strings read as JSON or HTML. */
export function lift(value) {
    if (value === null)
        return { is: 'null' };
    if (typeof value === 'boolean')
        return { is: 'boolean', value };
    if (typeof value === 'string')
        return liftText(value);
    if ('number' in value)
        return liftNumber(value.number);
    if (Array.isArray(value)) {
        const items = value.map((item) => ({ item, text: textOf(item) }));
        items.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
        return { is: 'list', items: items.map(({ item }) => lift(item)) };
    }
    const { entries } = value;
    const lifted = new Map([...entries].map(([key, item]) => [key, lift(item)]));
    return { is: [...entries.keys()].every((key) => IDENTIFIER.test(key)) ? 'fields' : 'map', entries: lifted };
}
function liftNumber(spelling) {
    return /[.eE]/.test(spelling)
        ? { is: 'double', value: Number(spelling) }
        : { is: 'long', value: BigInt.asIntN(64, BigInt(spelling)) };
}
/** A string that begins with JSON is that JSON, whatever follows; one with a tag in it is HTML; else it is a string. */
export function liftText(text) {
    const json = leadingJson(text);
    if (json !== undefined)
        return lift(json);
    return HTML.test(text) ? liftHtml(text, liftText) : { is: 'string', value: text };
}
/** The JSON value at the beginning of a text; what follows a number or word must be apart from it. */
function leadingJson(text) {
    const bytes = Buffer.from(text);
    const from = skipSpace(bytes, 0, bytes.length);
    const first = bytes[from];
    if (first === undefined)
        return undefined;
    const isPlain = first !== 0x22 && first !== 0x5b && first !== 0x7b;
    const to = isPlain ? skipPlain(bytes, from, bytes.length) : skipValue(bytes, from, bytes.length);
    if (to <= from || (isPlain && to < bytes.length && (bytes[to] ?? 0) > 0x20))
        return undefined;
    try {
        return spelled(bytes.toString('utf8', from, to));
    }
    catch {
        return undefined;
    }
}
function textOf(value) {
    if (value === null || typeof value === 'boolean')
        return String(value);
    if (typeof value === 'string')
        return JSON.stringify(value);
    if ('number' in value)
        return value.number;
    if (Array.isArray(value))
        return `[${value.map(textOf).join(',')}]`;
    const { entries } = value;
    return `{${[...entries].map(([key, item]) => `${JSON.stringify(key)}:${textOf(item)}`).join(',')}}`;
}
