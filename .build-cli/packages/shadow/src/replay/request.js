import { quote, UserError } from '@sluice/action';
import { maskCredentials } from "../tally/credentials.js";
/** Headers that belong to the recorded connection and would be wrong on ours. */
const OF_THE_CONNECTION = new Set([
    'host',
    'connection',
    'content-length',
    'transfer-encoding',
    'keep-alive',
    'upgrade',
    'te',
    'trailer',
    'expect',
    'proxy-authorization',
    'proxy-connection',
    'accept-encoding',
]);
/** Reads a request from a record: `method`, `url` or `path`, `headers`, `body`, `at` or `timestamp`, alone or under `request`. */
export function readRequest(line, number) {
    const record = mapping(parse(line, number));
    const request = record['request'] === undefined ? record : mapping(record['request']);
    const target = request['url'] ?? request['path'];
    if (typeof target !== 'string')
        throw unreadable(number, 'has no `url` or `path`');
    const { body } = request;
    return {
        id: String(record['id'] ?? request['id'] ?? number),
        method: String(request['method'] ?? 'GET').toUpperCase(),
        path: pathOf(target, number),
        headers: headersOf(mapping(request['headers'])),
        body: body === undefined || body === null
            ? undefined
            : typeof body === 'string'
                ? body
                : JSON.stringify(body),
        at: timeOf(record['at'] ?? record['timestamp'] ?? request['at']),
    };
}
function parse(line, number) {
    try {
        return JSON.parse(line);
    }
    catch {
        throw unreadable(number, 'is not JSON');
    }
}
function unreadable(number, why) {
    return new UserError('BAD_REQUEST_LOG', `requests: record ${number} ${why}`, 'See docs/shadow.md for the fields of a request.');
}
function pathOf(target, number) {
    if (target.startsWith('/') && !target.startsWith('//'))
        return target;
    if (!URL.canParse(target))
        throw unreadable(number, `has an address that cannot be read: ${quote(maskCredentials(target.slice(0, 1000)))}`);
    const url = new URL(target);
    return url.pathname + url.search;
}
function headersOf(headers) {
    return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => OF_THE_CONNECTION.has(name.toLowerCase()) || typeof value !== 'string'
        ? []
        : [[name.toLowerCase(), value]]));
}
function timeOf(value) {
    const time = typeof value === 'string' ? Date.parse(value) : value;
    return typeof time === 'number' && Number.isFinite(time) ? time : undefined;
}
function mapping(data) {
    return typeof data === 'object' && data !== null && !Array.isArray(data)
        ? data
        : {};
}
