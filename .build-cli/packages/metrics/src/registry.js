import { oneOf, quote, UserError } from '@sluice/action';
import { file } from "./sources/file.js";
import { prometheus } from "./sources/prometheus.js";
import { scrape } from "./sources/scrape.js";
/** Every metric source there is; a new one is a file in sources/ and a name here. */
export const sources = { prometheus, scrape, file };
/** The field of an input that names a source. */
export function sourceName() {
    return oneOf(Object.keys(sources));
}
/** Opens a source by name; unknown names are refused with the list of those known, bad settings all at once. */
export function openSource(name, settings, io) {
    const kinds = sources;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind !== undefined)
        return kind.open(settings, io);
    throw new UserError('BAD_INPUT', `source: must be one of ${Object.keys(kinds).join(', ')}, got ${quote(name)}`, 'Fix `source`.');
}
