import { atPath, matches } from "./json-path.js";
/** One request, and every expectation that its answer did not meet. */
export async function tryHttp(check, target, io, signal) {
    const url = check.url.replaceAll('$colour', target);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(check.withinMs)]);
    const began = performance.now();
    const headers = Object.entries(check.send).map(([name, value]) => [
        name,
        value.replaceAll('$colour', target),
    ]);
    const init = { method: check.method, headers, signal: limit, redirect: 'manual' };
    try {
        const response = await io.fetch(url, check.body === undefined ? init : { ...init, body: check.body });
        const body = await response.text();
        const ms = performance.now() - began;
        const wrong = [
            ...wrongStatus(check, response),
            ...wrongHeaders(check, response),
            ...wrongJson(check, body),
        ];
        return wrong.length === 0
            ? { finding: 'fine', detail: `${response.status} in ${Math.round(ms)} ms` }
            : { finding: 'worse', detail: wrong.join('; ') };
    }
    catch (error) {
        signal.throwIfAborted();
        return {
            finding: 'worse',
            detail: limit.aborted ? `no answer within ${check.withinMs} ms` : causeOf(error),
        };
    }
}
function wrongStatus(check, { status }) {
    const text = String(status);
    const good = check.status.some((wanted) => wanted === text || wanted === `${text.charAt(0)}xx`);
    return good ? [] : [`status ${status}, expected ${check.status.join(' or ')}`];
}
function wrongHeaders(check, { headers }) {
    return Object.entries(check.header).flatMap(([name, expected]) => {
        const value = headers.get(name) ?? undefined;
        return matches(value, expected) ? [] : [`header ${name} is ${shown(value)}, expected ${expected}`];
    });
}
function wrongJson(check, body) {
    const expectations = Object.entries(check.json);
    if (expectations.length === 0)
        return [];
    const data = parsed(body);
    if (data === NOT_JSON)
        return ['the body is not JSON'];
    return expectations.flatMap(([path, expected]) => {
        const found = atPath(data, path);
        const value = found === undefined ? undefined : typeof found === 'string' ? found : JSON.stringify(found);
        return matches(value, expected) ? [] : [`${path} is ${shown(value)}, expected ${expected}`];
    });
}
const NOT_JSON = Symbol('not JSON');
function parsed(body) {
    try {
        return JSON.parse(body);
    }
    catch {
        return NOT_JSON;
    }
}
/** Answers may hold private data: a short piece is enough to see what went wrong. */
function shown(value) {
    if (value === undefined)
        return 'missing';
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
}
function causeOf(error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? `no answer: ${cause.message}` : 'no answer';
}
