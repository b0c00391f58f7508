import { field, httpUrl, optional, quote, secret, text, UserError } from '@sluice/action';
import { defineRouter } from "../contract.js";
const CALL_MS = 10_000;
/** The weighted reverse proxy that comes with Sluice, through its admin address. */
export const proxy = defineRouter('Sets the weight of the reverse proxy that comes with Sluice (`sluice proxy`), for a service on one machine.', {
    url: field('admin address of the proxy, e.g. `http://127.0.0.1:9901`', httpUrl().parse),
    token: optional(secret(text('bearer token that the proxy was started with'))),
}, ({ url, token }, io) => ({
    read: async (signal) => weightIn(await call(io, url, token, { signal })),
    write: async (weight, signal) => {
        await call(io, url, token, { signal, method: 'PUT', body: JSON.stringify({ weight }) });
    },
}));
async function call(io, url, token, init) {
    const address = new URL(`${url.pathname.replace(/\/$/, '')}/weight`, url);
    const signal = AbortSignal.any([AbortSignal.timeout(CALL_MS), ...(init.signal ? [init.signal] : [])]);
    const headers = {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const { ok, status, body } = await io.fetch(address, { ...init, signal, headers, redirect: 'error' }).then(async (response) => ({ ok: response.ok, status: response.status, body: await response.text() }), (cause) => {
        init.signal?.throwIfAborted();
        throw unreachable(address, cause);
    });
    if (ok)
        return body;
    if (status >= 500)
        throw unreachable(address, `it answered ${status}`);
    throw new UserError('ROUTER_REFUSED', `the proxy at ${address.href} answered ${status}: ${quote(body)}`, 'Check `token`, and that `url` is the admin address.');
}
function unreachable(address, cause) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    return new UserError('ROUTER_UNREACHABLE', `the proxy at ${address.href} could not be reached: ${inner instanceof Error ? inner.message : String(inner)}`, 'Is the proxy running, and can this runner reach its admin address?');
}
function weightIn(body) {
    const weight = decodeWeight(body);
    if (weight !== undefined)
        return weight;
    throw new UserError('ROUTER_REFUSED', `the proxy must answer with a weight from 0 to 100, answered ${quote(body)}`, 'Is `url` the admin address of `sluice proxy`?');
}
function decodeWeight(body) {
    try {
        const data = JSON.parse(body);
        const weight = typeof data === 'object' && data !== null && 'weight' in data ? data.weight : undefined;
        return typeof weight === 'number' && weight >= 0 && weight <= 100 ? weight : undefined;
    }
    catch {
        return undefined;
    }
}
