import { backwardHeaders, onwardHeaders } from "./upstream.js";
/** The client left before its answer was complete (nginx's number for it). */
const CLIENT_LEFT = 499;
/**
 * Streams a request to one arm and its answer back; `ended` gets the code that the arm is charged with: its own, 502
 * where it failed or broke off, 504 where it took too long. A request ends at the arm where it began.
 */
export function forward(request, response, upstream, ended) {
    const exchange = {
        request,
        response,
        upstream,
        fault: undefined,
        outgoing: undefined,
        answered: false,
    };
    response.on('close', () => {
        ended(exchange.fault ?? (response.writableFinished ? response.statusCode : CLIENT_LEFT));
        if (!response.writableFinished)
            exchange.outgoing?.destroy();
    });
    send(exchange, hasBody(request) ? 0 : 1);
}
function send(exchange, retries) {
    const { request, response, upstream } = exchange;
    const outgoing = upstream.request(request, onwardHeaders(request));
    exchange.outgoing = outgoing;
    outgoing.on('response', (incoming) => answer(exchange, incoming));
    outgoing.on('timeout', () => {
        fail(exchange, 504, 'the upstream took too long');
        outgoing.destroy();
    });
    outgoing.on('error', () => {
        // An arm may answer without reading the whole body; from then on only its answer counts.
        if (exchange.answered)
            return;
        // A kept connection may have been closed by the other side just now: that is no failure of the arm.
        const stale = outgoing.reusedSocket && retries > 0 && !response.headersSent && exchange.fault === undefined;
        if (stale && !response.destroyed)
            send(exchange, retries - 1);
        else
            fail(exchange, 502, 'the upstream failed');
    });
    if (hasBody(request))
        request.pipe(outgoing);
    else
        outgoing.end();
}
function answer(exchange, incoming) {
    const { response } = exchange;
    exchange.answered = true;
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, backwardHeaders(incoming));
    incoming.on('error', () => fail(exchange, 502, 'the upstream broke off'));
    incoming.pipe(response);
}
function fail(exchange, code, reason) {
    const { request, response } = exchange;
    if (exchange.fault !== undefined || response.destroyed || response.writableFinished)
        return;
    exchange.fault = code;
    request.unpipe();
    if (response.headersSent) {
        // Half an answer must not look like a whole one.
        response.destroy();
        return;
    }
    // What is left of the body is not read: the connection cannot be used again.
    const close = hasBody(request) && !request.complete ? { connection: 'close' } : {};
    response.writeHead(code, { 'content-type': 'text/plain', ...close }).end(`${reason}\n`);
}
function hasBody(request) {
    const length = request.headers['content-length'];
    return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
