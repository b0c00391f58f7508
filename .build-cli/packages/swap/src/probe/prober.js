/** Asks one address at a constant rate until stopped. An answer below 500 counts: a redirect or a 404 isn't downtime. */
export function startProber(options, io) {
    const probes = [];
    const pending = new Set();
    const every = 1000 / options.rate;
    const began = io.now();
    let sent = 0;
    const fire = () => {
        // Behind schedule (a busy process), what was due is sent now and still counted from when it was due.
        while (began + sent * every <= io.now()) {
            const due = began + sent++ * every;
            const one = ask(options, due, io).then((probe) => {
                probes.push(probe);
                pending.delete(one);
            });
            pending.add(one);
        }
    };
    fire();
    const timer = setInterval(fire, Math.max(1, Math.min(every, 20)));
    const inOrder = () => probes.toSorted((a, b) => a.at - b.at);
    return {
        probes: inOrder,
        stop: async () => {
            clearInterval(timer);
            await Promise.all(pending);
            return inOrder();
        },
    };
}
async function ask({ url, timeoutMs }, at, io) {
    try {
        // A connection of its own for each probe: a router that takes no new ones is down, whatever its old ones do.
        const headers = { connection: 'close' };
        const response = await io.fetch(url, {
            headers,
            signal: AbortSignal.timeout(timeoutMs),
            redirect: 'manual',
        });
        await response.arrayBuffer();
        return { at, ms: io.now() - at, status: response.status, failed: response.status >= 500 };
    }
    catch {
        return { at, ms: io.now() - at, status: 0, failed: true };
    }
}
