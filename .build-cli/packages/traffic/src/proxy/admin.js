import { timingSafeEqual } from 'node:crypto';
const BODY_BYTES = 1024;
/** `GET` and `PUT /weight` (JSON, behind the token if there is one); `GET /metrics` and `GET /healthz` for anyone. */
export async function administer(request, response, controls) {
    const route = `${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`;
    if (route === 'GET /metrics') {
        reply(response, 200, controls.meter.expose(controls.weight()), 'text/plain; version=0.0.4');
    }
    else if (route === 'GET /healthz') {
        reply(response, 200, 'ok\n');
    }
    else if (route !== 'GET /weight' && route !== 'PUT /weight') {
        reply(response, 404, 'there are GET and PUT /weight, GET /metrics, GET /healthz\n');
    }
    else if (!allowed(request, controls.token)) {
        reply(response, 401, 'the bearer token is missing or wrong\n');
    }
    else {
        if (request.method === 'PUT') {
            const weight = weightIn(await bodyOf(request));
            if (weight === undefined) {
                reply(response, 400, 'send {"weight": n} with n from 0 to 100\n');
                return;
            }
            controls.setWeight(weight);
        }
        reply(response, 200, stateOf(controls), 'application/json');
    }
}
function stateOf({ weight, meter }) {
    const inFlight = { baseline: meter.inFlight('baseline'), candidate: meter.inFlight('candidate') };
    return `${JSON.stringify({ weight: weight(), inFlight })}\n`;
}
function allowed(request, token) {
    if (token === undefined)
        return true;
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
}
async function bodyOf(request) {
    const parts = [];
    let bytes = 0;
    for await (const part of request) {
        const chunk = Buffer.from(part);
        bytes += chunk.length;
        if (bytes > BODY_BYTES)
            return '';
        parts.push(chunk);
    }
    return Buffer.concat(parts).toString();
}
function weightIn(body) {
    try {
        const data = JSON.parse(body);
        const weight = typeof data === 'object' && data !== null && 'weight' in data ? data.weight : undefined;
        return typeof weight === 'number' && weight >= 0 && weight <= 100 ? weight : undefined;
    }
    catch {
        return undefined;
    }
}
function reply(response, code, body, type = 'text/plain') {
    response.writeHead(code, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
