/** The job was cancelled while the action was at work. */
export class Cancelled extends Error {
    name = 'Cancelled';
    constructor(signal) {
        super(`the job was cancelled (${signal})`);
    }
}
/** A signal that is aborted with `Cancelled` when the runner asks this process to stop (SIGINT, then SIGTERM). */
export function cancelSignal() {
    const controller = new AbortController();
    for (const name of ['SIGINT', 'SIGTERM']) {
        process.on(name, () => controller.abort(new Cancelled(name)));
    }
    return controller.signal;
}
