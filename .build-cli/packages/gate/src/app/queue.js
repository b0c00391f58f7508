import { setTimeout as sleep } from 'node:timers/promises';
export function createQueue(lanes, failed) {
    const due = new Map();
    const running = new Set();
    // A clock that is set back must not stop the work.
    const now = () => performance.now();
    let closed = false;
    let timer;
    const pump = () => {
        clearTimeout(timer);
        for (const [key, entry] of due) {
            if (running.size >= lanes)
                return;
            if (entry.due > now() || running.has(key))
                continue;
            due.delete(key);
            running.add(key);
            void entry
                .work()
                .catch((error) => failed(key, error))
                .finally(() => {
                running.delete(key);
                pump();
            });
        }
        const next = Math.min(...[...due.values()].map((entry) => entry.due));
        if (next < Infinity)
            timer = setTimeout(pump, Math.max(1, next - now()));
    };
    const idle = async () => {
        while (due.size > 0 || running.size > 0)
            await sleep(5);
    };
    return {
        add: (key, work, delayMs = 0) => {
            if (closed)
                return;
            const at = now() + delayMs;
            const known = due.get(key);
            due.set(key, { work, due: Math.min(at, known?.due ?? at) });
            pump();
        },
        size: () => due.size + running.size,
        drain: async (ms) => {
            closed = true;
            // What is not due yet can be done by another copy, or by the next round after a restart.
            for (const [key, entry] of due)
                if (entry.due > now())
                    due.delete(key);
            await Promise.race([idle(), sleep(ms, undefined, { ref: false })]);
            due.clear();
            clearTimeout(timer);
        },
        idle,
    };
}
