import { UserError } from '@sluice/action';
const FIELD = /\s*(?:"((?:[^"]|"")*)"|([^",]*?))\s*(,|$)/y;
/** Rows of a CSV text by the names in its first line. Throws `UserError` naming the line that can't be read. */
export function readCsv(text, path) {
    const lines = text.split(/\r?\n/);
    const [head, ...rest] = lines
        .map((line, i) => ({ line, number: i + 1 }))
        .filter(({ line }) => line.trim() !== '');
    if (head === undefined)
        return [];
    const names = fieldsOf(head.line, path, head.number);
    return rest.map(({ line, number }) => {
        const fields = fieldsOf(line, path, number);
        if (fields.length !== names.length) {
            fail(path, number, `${names.length} fields are expected, got ${fields.length}`);
        }
        return new Map(names.map((name, i) => [name, fields[i] ?? '']));
    });
}
function fieldsOf(line, path, number) {
    const fields = [];
    for (let at = 0;; at = FIELD.lastIndex) {
        FIELD.lastIndex = at;
        const found = FIELD.exec(line);
        if (found === null)
            return fail(path, number, 'a quote is not closed');
        const [, quoted, plain = '', end] = found;
        fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
        if (end === '')
            return fields;
    }
}
function fail(path, line, why) {
    throw new UserError('CSV', `${path}, line ${line}: ${why}`, 'Correct that line.');
}
