import { parseDocument } from 'yaml';
import { field, quote, Unacceptable } from "./field.js";
/** Reads YAML (or JSON) into plain data. Throws `Unacceptable` with line and column of every mistake. */
export function parseYaml(text) {
    const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
    if (document.errors.length > 0) {
        throw new Unacceptable(`must be YAML: ${document.errors.map((e) => e.message.split('\n')[0]).join('; ')}`);
    }
    return document.toJS({ maxAliasCount: 100 });
}
/** YAML whose content `decode` turns into a value; `decode` throws `Unacceptable` for content it does not know. */
export function yamlOf(shape, decode) {
    return field(`YAML: ${shape}`, (given) => decode(parseYaml(given)));
}
/** A YAML mapping of names to plain text, numbers and flags included, as text. */
export function mapOfText(shape) {
    return yamlOf(shape, (data) => {
        if (typeof data !== 'object' || data === null || Array.isArray(data)) {
            throw new Unacceptable(`must be a mapping of names to values, got ${quote(JSON.stringify(data) ?? 'nothing')}`);
        }
        return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, asText(key, value)]));
    });
}
/** Lists and mappings become JSON, so that one settings table can feed the same fields as action inputs do. */
function asText(key, value) {
    if (typeof value === 'string')
        return value;
    if (value === null || value === undefined)
        return '';
    if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
        return value.join('\n');
    const json = JSON.stringify(value);
    if (json === undefined)
        throw new Unacceptable(`${key} must be text, a number, a list or a mapping`);
    return json;
}
