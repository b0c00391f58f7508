const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const bytesOf = (text) => Buffer.byteLength(text, 'utf8');
const charactersOf = (text) => [...text].length;
/**
 * At most `limit` UTF-8 bytes of Markdown, cut between lines where it can be, with what was open
 * closed again and `ending` (say, a link to the whole) below. A text that fits is returned as it is.
 */
export const cutBytes = (text, limit, ending = '') => cut(text, limit, ending, bytesOf);
/** Like `cutBytes`, counting characters (Unicode code points). */
export const cutCharacters = (text, limit, ending = '') => cut(text, limit, ending, charactersOf);
function cut(text, limit, ending, sizeOf) {
    if (sizeOf(text) <= limit)
        return text;
    const tail = ending === '' ? '' : `\n\n${ending}`;
    if (sizeOf(tail) >= limit)
        return headOf(ending === '' ? text : ending, limit, sizeOf);
    for (let room = limit - sizeOf(tail); room > 0;) {
        const head = atBoundary(headOf(text, room, sizeOf), text);
        const closed = `${head}${closingOf(head)}${tail}`;
        const over = sizeOf(closed) - limit;
        if (over <= 0)
            return closed;
        room -= over;
    }
    return headOf(ending, limit, sizeOf);
}
/** The longest beginning of at most `limit` units that ends between two characters. */
function headOf(text, limit, sizeOf) {
    let head = '';
    let size = 0;
    for (const character of text) {
        size += sizeOf(character);
        if (size > limit)
            break;
        head += character;
    }
    return head;
}
/** Back to the end of a line, unless that would lose more than half. */
function atBoundary(head, text) {
    if (text[head.length] === '\n')
        return head;
    const line = head.lastIndexOf('\n');
    return line > head.length / 2 ? head.slice(0, line) : head;
}
/** What a cut left open: a code fence, or `<details>`. */
function closingOf(head) {
    let fence;
    let details = 0;
    for (const line of head.split('\n')) {
        const mark = FENCE.exec(line)?.[1];
        if (fence !== undefined) {
            if (mark?.startsWith(fence) && line.trim() === mark)
                fence = undefined;
            continue;
        }
        fence = mark;
        details += (line.match(/<details\b/g) ?? []).length - (line.match(/<\/details>/g) ?? []).length;
    }
    return `${fence === undefined ? '' : `\n${fence}`}${'\n</details>'.repeat(Math.max(0, details))}`;
}
