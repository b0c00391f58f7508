import { field, listOf, quote, Unacceptable } from '@sluice/action';
import { patternMeant, patternText, readPath, readPattern } from "../json/pattern.js";
import { namesCredential } from "../tally/credentials.js";
/** A place as it may stand before other words on a line: only in quotes it may hold spaces. */
export const PLACE = String.raw `(?:[^\s"]|"(?:[^"\\]|\\.)*")+`;
const PATH = 'place in a record such as `request.id` or `["odd key"]`';
const PATTERN = 'place such as `user.name`, `items[*].price` or `["odd key"]`, where `*` is any key and `**` any depth';
/** The place of one value in a record, as keys. */
export const pathField = field(PATH, (given) => pathIn(given, PATH, given));
/** What slices are named after is shown whatever is redacted, so that it must be nothing that lets anybody in. */
export const slicePath = field(PATH, (given) => {
    const path = pathField.parse(given);
    if (!path.some(namesCredential))
        return path;
    throw new Unacceptable(`must not be ${quote(given)}, which names a credential: slices are shown by their values`);
});
/** Places that a pattern means, in the one way to write it. */
export const patternField = field(PATTERN, (given) => patternIn(given, PATTERN, given));
/** The keys that a text in an input of some shape names. */
export function pathIn(text, shape, given) {
    return readPath(text) ?? refusePlace(text, readPath, shape, given);
}
/** The pattern that a text in an input of some shape is, in the one way to write it. */
export function patternIn(text, shape, given) {
    return patternText(readPattern(text) ?? refusePlace(text, readPattern, shape, given));
}
function refusePlace(text, read, shape, given) {
    throw new Unacceptable(`must be ${shape}, got ${quote(given)}${adviceOn(text, read)}`);
}
/** The end of a sentence on a text that is no place: what was probably meant, where that is obvious and can be read. */
export function adviceOn(text, read) {
    const meant = patternMeant(text);
    return meant === undefined || read(meant) === undefined ? '' : `; was \`${meant}\` meant?`;
}
/** Places on lines or separated by commas; a comma in quotes is part of a key. */
export function placesOf(item) {
    const list = listOf(item);
    return field(list.shape, (given) => list.parse(given.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, (key) => key.replaceAll(',', String.raw `\u002c`))));
}
