import { createServer } from 'node:http';
import { UserError } from '@sluice/action';
import { administer } from "./admin.js";
import { forward } from "./forward.js";
import { createMeter } from "./meter.js";
import { createSplit } from "./split.js";
import { passUpgrade } from "./upgrade.js";
import { createUpstream } from "./upstream.js";
/** Starts the weighted reverse proxy; resolves when both addresses accept connections. */
export async function startProxy(options) {
    const { host = '127.0.0.1', adminHost = '127.0.0.1', upstreamTimeoutMs = 60_000 } = options;
    if (options.token === undefined && !isLoopback(adminHost)) {
        throw new UserError('BAD_INPUT', `admin address: ${adminHost} is not loopback and there is no token`, 'Give a token, or listen on 127.0.0.1.');
    }
    const arms = {
        baseline: createUpstream(addressOf('baseline', options.baseline), upstreamTimeoutMs),
        candidate: createUpstream(addressOf('candidate', options.candidate), upstreamTimeoutMs),
    };
    let weight = checked(options.weight ?? 0);
    const meter = createMeter(Date.now());
    const split = createSplit(options.sticky);
    const joined = new Set();
    const server = createServer((request, response) => {
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
    const admin = createServer((request, response) => {
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
    throw new UserError('BAD_INPUT', `weight: must be from 0 to 100 percent, got ${weight}`, 'Fix the weight.');
}
function addressOf(arm, given) {
    const url = URL.canParse(given) ? new URL(given) : undefined;
    if (url !== undefined && /^https?:$/.test(url.protocol))
        return url;
    throw new UserError('BAD_INPUT', `${arm}: must be an address starting with http:// or https://, got ${JSON.stringify(given)}`, 'Fix the address.');
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
