import { quote } from '@sluice/action';
export function entryOf(table, place, problems) {
    const name = typeof table['name'] === 'string' ? table['name'].trim() : '';
    const say = (key, problem) => void problems.push(`${name === '' ? `metric ${place}` : name}: ${key} ${problem}`);
    return {
        table,
        name,
        say,
        must: (key, accepted) => say(key, `must be ${accepted}, got ${told(table[key])}`),
    };
}
/** A foreign value, short and quoted. */
export function told(value) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text === undefined ? 'nothing' : quote(text);
}
export function isTable(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}
