import { isUtf8 } from 'node:buffer';
/** The path of an address that has no host, without its query. */
export function barePath(path) {
    return path.split('?', 1)[0] ?? '';
}
/** The bytes of a body as text; where they are no text in base64, so that other bytes are another body. */
function bodyText(bytes) {
    return isUtf8(bytes) ? bytes.toString('utf8') : `base64:${bytes.toString('base64')}`;
}
/** A response as the record that is compared; a body that is JSON goes in as it is written. */
export function responseRecord(response) {
    const { id, status, headers, body, latencyMs, request } = response;
    const head = {
        id,
        ...(request === undefined ? {} : { request }),
        status,
        // What a browser writes where no answer came.
        ...(status === 0 ? { error: 'no response' } : {}),
        headers: Object.fromEntries(headers.filter(([name]) => !HIDDEN.has(name.toLowerCase())).map(([n, v]) => [n.toLowerCase(), v])),
        ...(latencyMs === undefined ? {} : { latency_ms: latencyMs }),
        response_bytes: body.length,
    };
    return `${JSON.stringify(head).slice(0, -1)},"body":${bodyToken(bodyText(body))}}`;
}
/** Headers that say nothing about the service, or hold secrets. */
export const HIDDEN = new Set([
    'date',
    'authorization',
    'cookie',
    'proxy-authorization',
    'set-cookie',
    'set-cookie2',
    'connection',
    'keep-alive',
    'transfer-encoding',
    'content-length',
    'content-encoding',
]);
/** A body as one JSON token on one line. */
export function bodyToken(body) {
    try {
        JSON.parse(body);
        return body.replaceAll(/[\r\n]+/g, ' ');
    }
    catch {
        return JSON.stringify(body);
    }
}
