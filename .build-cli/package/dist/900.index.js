export const id = 900;
export const ids = [900];
export const modules = {

/***/ 8900:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  proxyCommand: () => (/* binding */ proxyCommand)
});

// EXTERNAL MODULE: ./.build-cli/packages/action/src/fields/user-error.js
var user_error = __webpack_require__(4725);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./.build-cli/packages/traffic/src/proxy/admin.js

const BODY_BYTES = 1024;
/** `GET` and `PUT /weight` (JSON, behind the token if there is one); `GET /metrics` and `GET /healthz` for anyone. */
async function administer(request, response, controls) {
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
    return given.length === wanted.length && (0,external_node_crypto_.timingSafeEqual)(given, wanted);
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

// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
;// CONCATENATED MODULE: ./.build-cli/packages/traffic/src/proxy/upstream.js


/** Connects to `http://host:port` or `https://host:port`; a path is put before every request's own. */
function createUpstream(address, timeoutMs) {
    const secure = address.protocol === 'https:';
    const agentOptions = { keepAlive: true, scheduling: 'lifo' };
    const agent = secure ? new external_node_https_.Agent(agentOptions) : new external_node_http_.Agent(agentOptions);
    const send = secure ? external_node_https_.request : external_node_http_.request;
    const prefix = address.pathname.replace(/\/$/, '');
    const fixed = {
        hostname: address.hostname.replace(/^\[|\]$/g, ''),
        port: address.port === '' ? (secure ? 443 : 80) : Number(address.port),
        agent,
        timeout: timeoutMs,
        setHost: false,
        ...(secure ? { servername: address.hostname } : {}),
    };
    return {
        request: (from, headers) => send({ ...fixed, method: from.method, path: `${prefix}${from.url ?? '/'}`, headers: [...headers] }),
        close: () => agent.destroy(),
    };
}
const HOP_BY_HOP = new Set([
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-authorization',
    'proxy-connection',
    'te',
    'upgrade',
]);
/** A request's own headers for the next hop (RFC 9110 section 7.6.1), with the client's address appended. */
function onwardHeaders(from, keepUpgrade = false) {
    const headers = endToEnd(from, keepUpgrade);
    const before = from.headers['x-forwarded-for'];
    const address = from.socket.remoteAddress ?? '';
    headers.push('X-Forwarded-For', before === undefined ? address : `${String(before)}, ${address}`);
    if (from.headers['x-forwarded-proto'] === undefined)
        headers.push('X-Forwarded-Proto', 'http');
    return headers;
}
/** A response's headers without those that were between the upstream and us only. */
function backwardHeaders(from) {
    return endToEnd(from, false, 'transfer-encoding');
}
function endToEnd(from, keepUpgrade, dropped) {
    const named = (from.headers.connection ?? '').toLowerCase();
    const kept = [];
    for (let i = 0; i + 1 < from.rawHeaders.length; i += 2) {
        const name = from.rawHeaders[i] ?? '';
        const lower = name.toLowerCase();
        const hop = lower === 'connection' || lower === 'upgrade' ? !keepUpgrade : HOP_BY_HOP.has(lower);
        if (hop || lower === dropped || lower === 'x-forwarded-for')
            continue;
        if (named !== '' && !keepUpgrade && named.split(',').some((word) => word.trim() === lower))
            continue;
        kept.push(name, from.rawHeaders[i + 1] ?? '');
    }
    return kept;
}

;// CONCATENATED MODULE: ./.build-cli/packages/traffic/src/proxy/forward.js

/** The client left before its answer was complete (nginx's number for it). */
const CLIENT_LEFT = 499;
/**
 * Streams a request to one arm and its answer back; `ended` gets the code that the arm is charged with: its own, 502
 * where it failed or broke off, 504 where it took too long. A request ends at the arm where it began.
 */
function forward(request, response, upstream, ended) {
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

;// CONCATENATED MODULE: ./.build-cli/packages/traffic/src/proxy/meter.js
const ARMS = ['baseline', 'candidate'];
/** Upper bounds in seconds, a quarter apart: 0.5 ms to about a minute. A p95 is read from them to within some percent. */
const LATENCY_BOUNDS = Array.from({ length: 53 }, (_, i) => Number((0.0005 * 1.25 ** i).toPrecision(3)));
function createMeter(startedAt) {
    const arms = { baseline: newArm(), candidate: newArm() };
    return {
        begin: (name) => {
            const arm = arms[name];
            const began = performance.now();
            let open = true;
            arm.inFlight++;
            return (code) => {
                if (!open)
                    return;
                open = false;
                arm.inFlight--;
                note(arm, code, (performance.now() - began) / 1000);
            };
        },
        inFlight: (arm) => arms[arm].inFlight,
        expose: (weight) => expose(arms, weight, startedAt),
    };
}
/** 502 is there from the first: a series that only appears with the first error cannot be told from a wrong label. */
function newArm() {
    const codes = new Map([
        [200, 0],
        [502, 0],
    ]);
    return { codes, buckets: new Array(LATENCY_BOUNDS.length + 1).fill(0), seconds: 0, inFlight: 0 };
}
function note(arm, code, seconds) {
    arm.codes.set(code, (arm.codes.get(code) ?? 0) + 1);
    arm.seconds += seconds;
    const index = bucketOf(seconds);
    arm.buckets[index] = (arm.buckets[index] ?? 0) + 1;
}
function bucketOf(seconds) {
    let low = 0;
    let high = LATENCY_BOUNDS.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (seconds <= (LATENCY_BOUNDS[middle] ?? Infinity))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
function expose(arms, weight, startedAt) {
    const lines = [
        '# HELP process_start_time_seconds When this process began to count, in Unix seconds.',
        '# TYPE process_start_time_seconds gauge',
        `process_start_time_seconds ${startedAt / 1000}`,
        '# HELP sluice_proxy_weight Share of requests sent to the candidate, in percent.',
        '# TYPE sluice_proxy_weight gauge',
        `sluice_proxy_weight ${weight}`,
        '# HELP sluice_proxy_in_flight Requests being answered.',
        '# TYPE sluice_proxy_in_flight gauge',
        ...ARMS.map((name) => `sluice_proxy_in_flight{arm="${name}"} ${arms[name].inFlight}`),
        '# HELP sluice_proxy_requests_total Requests answered, by arm and status code.',
        '# TYPE sluice_proxy_requests_total counter',
        ...ARMS.flatMap((name) => [...arms[name].codes].map(([code, count]) => `sluice_proxy_requests_total{arm="${name}",code="${code}"} ${count}`)),
        '# HELP sluice_proxy_request_duration_seconds From the first byte in to the last byte out.',
        '# TYPE sluice_proxy_request_duration_seconds histogram',
        ...ARMS.flatMap((name) => histogramLines(name, arms[name])),
    ];
    return `${lines.join('\n')}\n`;
}
function histogramLines(name, arm) {
    const metric = 'sluice_proxy_request_duration_seconds';
    let total = 0;
    const buckets = arm.buckets.map((count, i) => {
        total += count;
        return `${metric}_bucket{arm="${name}",le="${LATENCY_BOUNDS[i] ?? '+Inf'}"} ${total}`;
    });
    return [
        ...buckets,
        `${metric}_sum{arm="${name}"} ${arm.seconds}`,
        `${metric}_count{arm="${name}"} ${total}`,
    ];
}

;// CONCATENATED MODULE: ./.build-cli/packages/traffic/src/proxy/split.js
const GOLDEN_RATIO = 0.618_033_988_749_894_9;
/**
 * Chooses an arm per request. Without a key the points n·φ mod 1 decide: at any moment the candidate's share is within
 * a few requests of the weight, and because φ is irrational no period in the traffic can line up with the choice
 * (Weyl). With a key its hash decides, so that whoever is in 5 % is also in 25 %.
 */
function createSplit(sticky) {
    let point = 0.5;
    return (weight, headers) => {
        const key = sticky === undefined ? undefined : keyOf(sticky, headers);
        if (key === undefined)
            point = (point + GOLDEN_RATIO) % 1;
        return (key === undefined ? point : unitHash(key)) * 100 < weight ? 'candidate' : 'baseline';
    };
}
function keyOf(sticky, headers) {
    if (sticky.from === 'header') {
        const value = headers[sticky.name.toLowerCase()];
        return Array.isArray(value) ? value[0] : value;
    }
    for (const pair of (headers.cookie ?? '').split(';')) {
        const at = pair.indexOf('=');
        if (at > 0 && pair.slice(0, at).trim() === sticky.name)
            return pair.slice(at + 1).trim();
    }
    return undefined;
}
/** A text as a number in [0, 1): FNV-1a, then MurmurHash3's finalizer, because FNV alone is uneven in its high bits. */
function unitHash(text) {
    let hash = 0x811c9dc5;
    for (const byte of Buffer.from(text))
        hash = Math.imul(hash ^ byte, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}

;// CONCATENATED MODULE: ./.build-cli/packages/traffic/src/proxy/upgrade.js

/** Passes a protocol upgrade (WebSocket) through to one arm and joins the two connections until either ends. */
function passUpgrade(request, client, head, upstream, ended) {
    const outgoing = upstream.request(request, onwardHeaders(request, true));
    let code = 502;
    client.on('error', () => client.destroy());
    client.on('close', () => {
        ended(code);
        outgoing.destroy();
    });
    outgoing.on('upgrade', (answer, server, first) => {
        code = 101;
        client.write(`HTTP/1.1 101 ${answer.statusMessage ?? ''}\r\n${headerText(answer)}\r\n`);
        client.write(first);
        server.write(head);
        server.on('error', () => client.destroy());
        server.on('close', () => client.destroy());
        client.on('close', () => server.destroy());
        server.pipe(client);
        client.pipe(server);
    });
    outgoing.on('response', (answer) => {
        code = answer.statusCode ?? 502;
        client.write(`HTTP/1.1 ${code} ${answer.statusMessage ?? ''}\r\nConnection: close\r\n\r\n`);
        answer.pipe(client);
    });
    outgoing.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n'));
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.end();
}
function headerText(message) {
    let text = '';
    for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
        text += `${message.rawHeaders[i] ?? ''}: ${message.rawHeaders[i + 1] ?? ''}\r\n`;
    }
    return text;
}

;// CONCATENATED MODULE: ./.build-cli/packages/traffic/src/proxy/start-proxy.js








/** Starts the weighted reverse proxy; resolves when both addresses accept connections. */
async function startProxy(options) {
    const { host = '127.0.0.1', adminHost = '127.0.0.1', upstreamTimeoutMs = 60_000 } = options;
    if (options.token === undefined && !isLoopback(adminHost)) {
        throw new user_error/* UserError */.y('BAD_INPUT', `admin address: ${adminHost} is not loopback and there is no token`, 'Give a token, or listen on 127.0.0.1.');
    }
    const arms = {
        baseline: createUpstream(addressOf('baseline', options.baseline), upstreamTimeoutMs),
        candidate: createUpstream(addressOf('candidate', options.candidate), upstreamTimeoutMs),
    };
    let weight = checked(options.weight ?? 0);
    const meter = createMeter(Date.now());
    const split = createSplit(options.sticky);
    const joined = new Set();
    const server = (0,external_node_http_.createServer)((request, response) => {
        const arm = split(weight, request.headers);
        if (!server.listening)
            response.shouldKeepAlive = false;
        forward(request, response, arms[arm], meter.begin(arm));
    });
    server.on('upgrade', (request, client, head) => {
        const arm = split(weight, request.headers);
        joined.add(client);
        client.on('close', () => joined.delete(client));
        passUpgrade(request, client, head, arms[arm], meter.begin(arm));
    });
    // Longer than common load balancers keep theirs, so that it is never we who close under a request.
    server.keepAliveTimeout = 75_000;
    server.requestTimeout = 0;
    const setWeight = (wanted) => void (weight = checked(wanted));
    const controls = { weight: () => weight, setWeight, meter, token: options.token };
    const admin = (0,external_node_http_.createServer)((request, response) => {
        administer(request, response, controls).catch(() => response.destroy());
    });
    const url = await listen(server, options.port ?? 0, host);
    const adminUrl = await listen(admin, options.adminPort ?? 0, adminHost).catch((error) => {
        server.close();
        throw error;
    });
    return {
        url,
        adminUrl,
        weight: () => weight,
        setWeight,
        inFlight: meter.inFlight,
        close: async (deadlineMs = 10_000) => {
            await Promise.all([drain(server, deadlineMs, joined), drain(admin, deadlineMs)]);
            arms.baseline.close();
            arms.candidate.close();
        },
    };
}
function checked(weight) {
    if (weight >= 0 && weight <= 100)
        return weight;
    throw new user_error/* UserError */.y('BAD_INPUT', `weight: must be from 0 to 100 percent, got ${weight}`, 'Fix the weight.');
}
function addressOf(arm, given) {
    const url = URL.canParse(given) ? new URL(given) : undefined;
    if (url !== undefined && /^https?:$/.test(url.protocol))
        return url;
    throw new user_error/* UserError */.y('BAD_INPUT', `${arm}: must be an address starting with http:// or https://, got ${JSON.stringify(given)}`, 'Fix the address.');
}
function isLoopback(host) {
    return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
async function listen(server, port, host) {
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve());
    });
    const address = server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}
async function drain(server, deadlineMs, joined = new Set()) {
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => {
        server.closeAllConnections();
        for (const socket of joined)
            socket.destroy();
    }, deadlineMs);
    await new Promise((resolve) => server.close(() => resolve()));
    clearInterval(idle);
    clearTimeout(cut);
}

// EXTERNAL MODULE: ./.build-cli/packages/cli/src/command.js
var command = __webpack_require__(5658);
;// CONCATENATED MODULE: ./.build-cli/packages/cli/src/proxy.js



/** Runs the weighted reverse proxy until the process is told to stop; requests in flight end first. */
const proxyCommand = (0,command/* defineCommand */.N)({
    name: 'proxy',
    about: 'Runs a reverse proxy that splits requests by weight between two versions. Prints its two addresses as one line of JSON and runs until it is stopped. SLUICE_PROXY_TOKEN protects the admin address.',
    usage: ['--baseline URL --candidate URL'],
    options: {
        baseline: { value: 'URL', about: 'address of the stable version' },
        candidate: { value: 'URL', about: 'address of the new version' },
        weight: {
            value: 'PERCENT',
            about: 'share of the requests that the candidate gets at first',
            fallback: '0',
        },
        port: { value: 'PORT', about: 'port for users; 0 chooses a free one', fallback: '0' },
        'admin-port': {
            value: 'PORT',
            about: 'port of the admin address; 0 chooses a free one',
            fallback: '0',
        },
        host: { value: 'ADDRESS', about: 'address to listen on', fallback: '127.0.0.1' },
        'sticky-header': { value: 'NAME', about: 'request header that keeps a user with one version' },
        'sticky-cookie': { value: 'NAME', about: 'cookie that keeps a user with one version' },
    },
    examples: ['proxy --baseline http://127.0.0.1:8080 --candidate http://127.0.0.1:8081 --port 8000'],
}, async (given, _, io) => {
    const { baseline, candidate } = given;
    const proxy = await startProxy({
        baseline: required('baseline', baseline),
        candidate: required('candidate', candidate),
        weight: numberOf('weight', given.weight, 100),
        port: numberOf('port', given.port, 65_535),
        adminPort: numberOf('admin-port', given['admin-port'], 65_535),
        host: given.host,
        ...tokenFrom(process.env['SLUICE_PROXY_TOKEN']),
        ...stickyFrom(given['sticky-header'], given['sticky-cookie']),
    });
    io.stdout(`${JSON.stringify({ url: proxy.url, admin: proxy.adminUrl })}\n`);
    await toldToStop();
    await proxy.close();
    return 0;
});
function required(name, given) {
    if (given !== undefined && URL.canParse(given))
        return given;
    const got = given === undefined ? 'it was not given' : `got ${JSON.stringify(given)}`;
    throw new user_error/* UserError */.y('WRONG_OPTION', `sluice proxy: --${name} must be the address of a version, ${got}.`, `Give it as in --${name} http://127.0.0.1:8080.`);
}
function numberOf(name, given, most) {
    const value = Number(given);
    if (given.trim() !== '' && value >= 0 && value <= most)
        return value;
    throw new user_error/* UserError */.y('WRONG_OPTION', `sluice proxy: --${name} must be a number from 0 to ${most}, got ${JSON.stringify(given)}.`, '`sluice proxy --help` lists the options.');
}
function tokenFrom(token) {
    return token === undefined || token === '' ? {} : { token };
}
function stickyFrom(header, cookie) {
    if (header !== undefined)
        return { sticky: { from: 'header', name: header } };
    return cookie === undefined ? {} : { sticky: { from: 'cookie', name: cookie } };
}
function toldToStop() {
    return new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'])
            process.once(signal, () => resolve());
    });
}


/***/ })

};
