import { numberIn } from "../prometheus/answer.js";
/** A sample line that cannot be read. */
export class UnreadableLine extends Error {
    name = 'UnreadableLine';
}
/**
 * The samples of one name in Prometheus or OpenMetrics text: escapes, timestamps and exemplars understood, comments and
 * every other name (`_created` too) passed over. Looks for the name instead of reading the page line by line: pages of
 * ten megabytes are read once per metric at every look. Throws `UnreadableLine`.
 */
export function samplesNamed(page, name) {
    const samples = [];
    let at = page.indexOf(name);
    while (at !== -1) {
        const end = lineEnd(page, at);
        const after = page.charCodeAt(at + name.length);
        if (isNameEnd(after) && startsLine(page, at))
            samples.push(sampleIn(page.slice(at + name.length, end)));
        // A name inside a label value must not make us skip the rest of its line's end.
        at = page.indexOf(name, Math.min(end, at + name.length));
    }
    return samples;
}
const BRACE = 123;
const SPACE = 32;
const TAB = 9;
function isNameEnd(code) {
    return code === BRACE || code === SPACE || code === TAB;
}
function startsLine(page, at) {
    let before = at - 1;
    while (before >= 0 && (page.charCodeAt(before) === SPACE || page.charCodeAt(before) === TAB))
        before--;
    return before < 0 || page[before] === '\n';
}
function lineEnd(page, at) {
    const end = page.indexOf('\n', at);
    return end === -1 ? page.length : end;
}
/** What follows the name: labels, value, and after them a timestamp or an exemplar, which do not matter here. */
function sampleIn(rest) {
    const labels = {};
    let at = 0;
    while (rest[at] === ' ' || rest[at] === '\t')
        at++;
    if (rest[at] === '{')
        at = readLabels(rest, at + 1, labels);
    const [text = ''] = rest.slice(at).trim().split(/[ \t]/, 1);
    const value = numberIn(text);
    if (Number.isNaN(value) && !/^nan$/i.test(text))
        throw unreadable(rest);
    return { labels, value };
}
const LABEL = /[\s,]*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"[\s,]*/y;
function readLabels(rest, from, labels) {
    let at = from;
    while (rest[at] !== '}') {
        LABEL.lastIndex = at;
        const match = LABEL.exec(rest);
        if (match === null) {
            if (/^\s*\}/.test(rest.slice(at)))
                return rest.indexOf('}', at) + 1;
            throw unreadable(rest);
        }
        labels[match[1] ?? ''] = (match[2] ?? '').replaceAll(/\\(.)/g, (_, char) => char === 'n' ? '\n' : char);
        at = LABEL.lastIndex;
    }
    return at + 1;
}
function unreadable(rest) {
    return new UnreadableLine(`a line of the page cannot be read: ${JSON.stringify(rest.slice(0, 120))}`);
}
