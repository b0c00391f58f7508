import { field, parseFields, quote, Unacceptable, UserError, yamlOf, } from '@sluice/action';
/** Reads one YAML mapping with a settings table. Throws `Unacceptable` with every problem, each under its path. */
export function itemOf(fields, data, path) {
    if (!isMapping(data))
        throw new Unacceptable(`${path} must be a mapping, got ${quote(asText(data))}`);
    try {
        return parseFields(fields, (name) => asText(data[name]), path, Object.keys(data));
    }
    catch (error) {
        if (!(error instanceof UserError))
            throw error;
        throw new Unacceptable(error.message.replaceAll(/^/gm, `${path}.`));
    }
}
/** A YAML list whose items `decode` reads; the problems of all items come together. */
export function itemsOf(shape, decode) {
    return yamlOf(shape, (data) => {
        const items = Array.isArray(data) ? data : [data];
        const problems = [];
        const read = items.flatMap((item, i) => {
            try {
                return [decode(item, `[${i}]`)];
            }
            catch (error) {
                if (!(error instanceof Unacceptable))
                    throw error;
                problems.push(error.message);
                return [];
            }
        });
        if (problems.length > 0)
            throw new Unacceptable(problems.join('\n'));
        return read;
    });
}
/** A program and its arguments, as a YAML list; never a shell line. A single word is a program without arguments. */
export function commandField() {
    const shape = 'list such as `[./check.sh, green]` (no shell is used)';
    return field(shape, (given) => {
        const words = given.startsWith('[') ? jsonOr(given) : [given];
        const good = Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string');
        if (!good || (words.length === 1 && /\s/.test(given) && !given.startsWith('['))) {
            throw new Unacceptable(`must be a ${shape}, got ${quote(given)}`);
        }
        return words;
    });
}
/** A YAML mapping of names to scalars, as text. */
export function textsField(shape) {
    return field(shape, (given) => {
        const data = jsonOr(given);
        if (!isMapping(data))
            throw new Unacceptable(`must be a ${shape}, got ${quote(given)}`);
        return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, asText(value)]));
    });
}
export function isMapping(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}
function jsonOr(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** Text as it is; everything else as JSON, so that fields see one line. */
function asText(value) {
    if (typeof value === 'string')
        return value;
    return value === null || value === undefined ? '' : (JSON.stringify(value) ?? '');
}
