import { ConditionError } from "./condition-error.js";
const MAX_LENGTH = 10_000;
const MAX_TOKENS = 2_000;
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const NUMBER = /0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_$][\w$]*/y;
const QUOTED = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const RAW = /`[^`]*`/y;
const OPERATOR = /\?\.|\?\?|\*\*|==|!=|<=|>=|&&|\|\||\.\.|[-+*/%^<>!?:.,;()[\]{}#|=]/y;
const ESCAPES = {
    n: '\n',
    t: '\t',
    r: '\r',
    b: '\b',
    f: '\f',
    v: '\v',
    a: '\x07',
};
/** Cuts a condition into tokens, ending with `end`. Throws `ConditionError` at what is no part of the language. */
export function tokenize(condition) {
    if (condition.length > MAX_LENGTH)
        throw new ConditionError(`a condition has at most ${MAX_LENGTH} characters`);
    const tokens = [];
    let at = 0;
    while (at < condition.length) {
        const space = match(SPACE, condition, at);
        at += space.length;
        if (space !== '')
            continue;
        const token = next(condition, at);
        tokens.push(token);
        if (tokens.length > MAX_TOKENS)
            throw new ConditionError(`a condition has at most ${MAX_TOKENS} words`);
        at += lengthIn(condition, token);
    }
    return [...tokens, { kind: 'end', text: '', at: condition.length }];
}
function next(condition, at) {
    const raw = match(RAW, condition, at);
    if (raw !== '')
        return { kind: 'string', text: raw.slice(1, -1), at };
    const quoted = match(QUOTED, condition, at);
    if (quoted !== '')
        return { kind: 'string', text: unescape(quoted.slice(1, -1)), at };
    const number = match(NUMBER, condition, at);
    // "1..3" is a range, not "1." and ".3".
    const digits = condition.startsWith('..', at + (/^\d+/.exec(number)?.[0].length ?? 0))
        ? /^\d+/.exec(number)?.[0]
        : number;
    if (digits !== undefined && digits !== '')
        return { kind: isFloat(digits) ? 'float' : 'integer', text: digits, at };
    const name = match(NAME, condition, at);
    if (name !== '')
        return { kind: 'name', text: name, at };
    const operator = match(OPERATOR, condition, at);
    if (operator !== '')
        return { kind: 'operator', text: operator, at };
    throw new ConditionError(`unexpected ${JSON.stringify(condition.slice(at, at + 10))} at ${at} of the condition`);
}
// Strings are shorter once unescaped, so their length is taken from the condition.
function lengthIn(condition, token) {
    if (token.kind !== 'string')
        return token.text.length;
    return (match(RAW, condition, token.at) || match(QUOTED, condition, token.at)).length;
}
function isFloat(digits) {
    return !/^0[xXbBoO]/.test(digits) && /[.eE]/.test(digits);
}
function unescape(text) {
    return text.replace(/\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([^]))/g, (_, u, x, c) => {
        const code = u ?? x;
        return code === undefined ? (ESCAPES[c ?? ''] ?? c ?? '') : String.fromCharCode(parseInt(code, 16));
    });
}
function match(pattern, text, at) {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? '';
}
