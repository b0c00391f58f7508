const MAX_PROBLEMS = 50;
export function note(problems, path, expected) {
    if (problems.length < MAX_PROBLEMS)
        problems.push(`${path} must be ${expected}`);
}
export const text = (data, path, problems) => {
    if (typeof data === 'string')
        return data;
    note(problems, path, 'text');
    return '';
};
export const flag = (data, path, problems) => {
    if (typeof data === 'boolean')
        return data;
    note(problems, path, 'true or false');
    return false;
};
/** A finite number. */
export const number = (data, path, problems) => {
    if (typeof data === 'number' && Number.isFinite(data))
        return data;
    note(problems, path, 'a finite number');
    return 0;
};
/** A finite number of at least zero. */
export const count = (data, path, problems) => {
    const value = number(data, path, problems);
    if (value < 0)
        note(problems, path, 'at least 0');
    return value;
};
const SPELLED = {
    NaN: Number.NaN,
    Infinity: Infinity,
    '-Infinity': -Infinity,
};
/** Any number; NaN and infinities are spelled as text. */
export const anyNumber = (data, path, problems) => typeof data === 'string' && data in SPELLED ? (SPELLED[data] ?? 0) : number(data, path, problems);
export function orNull(inner) {
    return (data, path, problems) => (data === null ? null : inner(data, path, problems));
}
export function oneOf(words) {
    return (data, path, problems) => {
        const found = words.find((word) => word === data);
        if (found === undefined)
            note(problems, path, `one of ${words.join(', ')}`);
        return found ?? words[0];
    };
}
export function listOf(item) {
    return (data, path, problems) => {
        if (Array.isArray(data))
            return data.map((each, i) => item(each, `${path}[${i}]`, problems));
        note(problems, path, 'a list');
        return [];
    };
}
export function isRecord(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data);
}
/** An object with all of `required` and any of `extra`; other keys are refused, for they would be lost. */
export function object(required, extra) {
    return (data, path, problems) => {
        const out = {};
        if (!isRecord(data))
            note(problems, path, 'an object');
        const given = isRecord(data) ? data : {};
        for (const [key, decode] of Object.entries(required)) {
            if (isRecord(data))
                out[key] = decode(given[key], `${path}.${key}`, problems);
        }
        for (const [key, decode] of Object.entries(extra ?? {})) {
            if (given[key] !== undefined)
                out[key] = decode(given[key], `${path}.${key}`, problems);
        }
        for (const key of Object.keys(given)) {
            if (!Object.hasOwn(required, key) && !Object.hasOwn(extra ?? {}, key))
                note(problems, `${path}.${key}`, 'absent');
        }
        return out;
    };
}
/** Any JSON object, kept as it is. */
export const record = (data, path, problems) => {
    if (isRecord(data))
        return data;
    note(problems, path, 'an object');
    return {};
};
