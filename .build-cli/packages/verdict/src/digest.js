import { createHash } from 'node:crypto';
/** JSON with keys sorted at every level and no spaces: the same value gives the same bytes (numbers as ECMAScript prints them). */
export function canonicalJson(value) {
    return JSON.stringify(sorted(value));
}
function sorted(value) {
    if (Array.isArray(value))
        return value.map(sorted);
    if (typeof value !== 'object' || value === null)
        return value;
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}
/** `sha256:` and the hexadecimal digest of the canonical JSON of a value. */
export function digestOf(value) {
    return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
