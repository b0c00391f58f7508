import { absent } from "./reading.js";
const MOST_BYTES = 64 * 1024 * 1024;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/**
 * Asks until there is an answer, with growing pauses after a lost connection, a timeout, 429 or 5xx; then the source
 * counts as unreachable. Redirects are not followed, for they would carry our headers elsewhere. Rejects only with the
 * reason of a cancelled signal.
 */
export async function ask(io, question, patience, signal) {
    let problem = '';
    for (let attempt = 1; attempt <= patience.attempts; attempt++) {
        const outcome = await once(io, question, patience.timeoutMs, signal);
        if (outcome.kind === 'answered')
            return outcome;
        problem = outcome.problem;
        if (attempt === patience.attempts || outcome.final === true)
            break;
        const pause = Math.max(FIRST_PAUSE_MS * 2 ** (attempt - 1), outcome.retryAfterMs ?? 0);
        await io.sleep(Math.min(pause, LONGEST_PAUSE_MS), signal);
    }
    return absent('source_unreachable', `${addressOf(question.url)}: ${problem}`);
}
async function once(io, question, timeoutMs, signal) {
    signal.throwIfAborted();
    const { url, method = 'GET', headers, body } = question;
    try {
        const response = await io.fetch(url, {
            method,
            headers,
            redirect: 'manual',
            signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
            ...(body === undefined ? {} : { body }),
        });
        const text = await textOf(response);
        if (text === undefined)
            return { kind: 'failed', problem: `more than ${MOST_BYTES} bytes`, final: true };
        const { status } = response;
        if (status < 500 && status !== 429)
            return { kind: 'answered', status, text };
        const seconds = Number(response.headers.get('retry-after') ?? 0);
        const wait = Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {};
        return { kind: 'failed', problem: `answered ${status}: ${text.slice(0, 200)}`, ...wait };
    }
    catch (error) {
        signal.throwIfAborted();
        return { kind: 'failed', problem: reasonOf(error, timeoutMs) };
    }
}
async function textOf(response) {
    if (response.body === null)
        return '';
    const decoder = new TextDecoder();
    let text = '';
    let bytes = 0;
    for await (const chunk of response.body) {
        bytes += chunk.length;
        if (bytes > MOST_BYTES)
            return undefined;
        text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
}
function reasonOf(error, timeoutMs) {
    if (!(error instanceof Error))
        return String(error);
    if (error.name === 'TimeoutError')
        return `no answer within ${timeoutMs / 1000} s`;
    return error.cause instanceof Error ? error.cause.message : error.message;
}
/** Without the query, which may be long and is quoted elsewhere. */
function addressOf(url) {
    return `${url.origin}${url.pathname}`;
}
