import { setTimeout as sleep } from 'node:timers/promises';
import { isUnsettled } from "./github-error.js";
/**
 * Creates something exactly once although answers get lost: after a failure that leaves it open
 * whether the request took effect, looks for what it would have made before trying again.
 */
export async function createOnce(github, create, find) {
    const started = performance.now();
    const retries = github.retries();
    for (let tried = 1;; tried += 1) {
        try {
            const made = tried === 1 ? undefined : await find();
            return made ?? (await create());
        }
        catch (error) {
            const late = performance.now() - started > github.callMs;
            if (!isUnsettled(error) || tried > retries || late)
                throw error;
        }
        await sleep(tried ** 2 * github.retryBaseMs, undefined, { signal: github.signal });
    }
}
