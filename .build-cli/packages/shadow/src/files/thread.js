import { setTimeout as delay } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { UserError } from '@sluice/action';
import { Hand } from "./hand.js";
/** A thread makes little garbage; a small nursery keeps it from taking memory because it can. In megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 2048 };
/** How long a thread may take to end by itself. */
const ENDING_MS = 1000;
/** Another thread that lends a hand; it starts to find records at once. */
export class Thread {
    found;
    compared;
    #worker;
    #ended;
    #hasAnswered = false;
    constructor(job, thread, script) {
        const workerData = { sluice: 'shadow', job, thread };
        const worker = new Worker(script, { workerData, resourceLimits: LIMITS });
        const found = Promise.withResolvers();
        const compared = Promise.withResolvers();
        // The last answer and the end may come at once: whichever settles a promise first counts, and answers come first.
        const fail = (thrown) => {
            const error = asThrown(thrown);
            found.reject(error);
            compared.reject(error);
        };
        worker.on('message', (answer) => {
            if ('blocks' in answer)
                found.resolve(answer.blocks);
            else {
                this.#hasAnswered = true;
                compared.resolve(answer.part);
            }
        });
        worker.on('error', fail);
        worker.on('exit', (code) => fail(new Error(`a thread ended early with code ${code}`)));
        this.#worker = worker;
        this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
        this.found = found.promise;
        this.compared = compared.promise;
        // Whoever waits hears of it; whoever has stopped waiting has a reason of its own.
        this.found.catch(() => undefined);
        this.compared.catch(() => undefined);
    }
    /** Lets it compare what all threads have found. */
    compare(blocks) {
        this.#worker.postMessage(blocks);
    }
    /** Ends it: one that has answered is about to end by itself, and is left to it. */
    async stop() {
        if (this.#hasAnswered)
            await Promise.race([this.#ended, delay(ENDING_MS, undefined, { ref: false })]);
        await this.#worker.terminate();
    }
}
/** An error as the thread threw it: on its way it keeps what it says, but not its class. */
function asThrown(error) {
    if (!(error instanceof Error) || error.name !== 'UserError')
        return error;
    const { code, hint } = error;
    return new UserError(code ?? '', error.message, hint ?? '');
}
/** Does the work of a thread that was started above; false anywhere else. */
export function serveShadowWork() {
    if (parentPort === null || !isTask(workerData))
        return false;
    const port = parentPort;
    const hand = new Hand(workerData.job, workerData.thread);
    const answer = (message) => port.postMessage(message);
    port.once('message', (blocks) => {
        answer({ part: hand.compare(blocks) });
        hand.close();
    });
    hand.find().then((blocks) => answer({ blocks }), 
    // As an error of the thread it reaches whoever waits for the answer.
    (error) => setImmediate(() => {
        throw error;
    }));
    return true;
}
function isTask(data) {
    return typeof data === 'object' && data !== null && 'sluice' in data && data.sluice === 'shadow';
}
