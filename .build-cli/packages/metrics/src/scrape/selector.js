import { Unacceptable } from '@sluice/action';
const MATCHER = /^\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*(?:,|$)/;
const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
/**
 * Reads `name{label="x",code=~"5..",path!="/health"}`, meanings as in Prometheus (expressions are anchored, an absent
 * label is empty). The same text wrapped for Prometheus, `sum by (le) (increase(… [$window]))`, means the same here.
 * Throws `Unacceptable` for anything else.
 */
export function parseSelector(text) {
    const orZero = /\s+or\s+vector\(\s*0\s*\)\s*$/.exec(text);
    const inner = unwrapped((orZero === null ? text : text.slice(0, orZero.index)).trim());
    const [, name, body] = new RegExp(`^(${NAME})\\s*(?:\\{([^]*)\\})?$`).exec(inner) ?? [];
    if (name === undefined) {
        throw new Unacceptable(`must be a selector such as requests_total{code=~"5.."}, got ${JSON.stringify(text)}`);
    }
    const matchers = matchersIn(body ?? '', text);
    return { name, orZero: orZero !== null, matches: (labels) => matchers.every((matcher) => matcher(labels)) };
}
/** Summing and differencing is what this source does anyway. */
function unwrapped(text) {
    const inner = /^sum(?:\s+by\s*\(\s*le\s*\))?\s*\(([^]*)\)$/.exec(text)?.[1] ??
        /^increase\s*\(([^]*)\[[^\]]*\]\s*\)$/.exec(text)?.[1];
    return inner === undefined ? text : unwrapped(inner.trim());
}
function matchersIn(body, text) {
    const matchers = [];
    let rest = body.trim();
    while (rest !== '') {
        const match = MATCHER.exec(rest);
        const [whole, label, operator, quoted] = match ?? [];
        if (whole === undefined || label === undefined || quoted === undefined) {
            throw new Unacceptable(`has a label matcher that is not like code=~"5..": ${JSON.stringify(text)}`);
        }
        matchers.push(matcherOf(label, operator ?? '=', unescaped(quoted.slice(1, -1))));
        rest = rest.slice(whole.length).trim();
    }
    return matchers;
}
function matcherOf(label, operator, value) {
    const negative = operator.startsWith('!');
    if (!operator.endsWith('~'))
        return (labels) => ((labels[label] ?? '') === value) !== negative;
    const expression = expressionOf(value);
    return (labels) => expression.test(labels[label] ?? '') !== negative;
}
function expressionOf(value) {
    try {
        return new RegExp(`^(?:${value})$`, 's');
    }
    catch {
        throw new Unacceptable(`has an expression that cannot be read: ${JSON.stringify(value)}`);
    }
}
function unescaped(text) {
    return text.replaceAll(/\\(.)/g, (_, char) => (char === 'n' ? '\n' : char));
}
