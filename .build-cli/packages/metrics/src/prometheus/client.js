import { UserError } from '@sluice/action';
import { ask } from "../ask.js";
import { readAnswer } from "./answer.js";
/** Longer queries go into a form: some proxies refuse long addresses, and some refuse any POST. */
const LONGEST_ADDRESS = 2_000;
const AT_ONCE = 6;
/**
 * VictoriaMetrics otherwise moves the points to multiples of the step, and Thanos leaves out what it could not reach;
 * servers that do not know these parameters ignore them.
 */
const COMPLETE_AND_ALIGNED = { nocache: '1', partial_response: 'false' };
/** Speaks Prometheus's HTTP API. Throws `QUERY_REFUSED`, quoting the query, when the server finds the query wrong. */
export function createClient(io, access) {
    const inTurn = turns(AT_ONCE);
    const send = (endpoint, query, when, signal) => inTurn(async () => {
        const form = new URLSearchParams({
            query,
            ...when,
            ...COMPLETE_AND_ALIGNED,
            ...access.parameters,
        }).toString();
        const url = new URL(`${access.url.pathname.replace(/\/$/, '')}/api/v1/${endpoint}`, access.url);
        const long = form.length > LONGEST_ADDRESS;
        if (!long)
            url.search = form;
        const type = { 'content-type': 'application/x-www-form-urlencoded' };
        const question = long
            ? { url, method: 'POST', headers: { ...access.headers, ...type }, body: form }
            : { url, headers: access.headers };
        const reply = await ask(io, question, access.patience, signal);
        if (reply.kind === 'absent')
            return reply;
        const answer = readAnswer(reply.status, reply.text);
        if (answer.kind !== 'bad-query')
            return answer;
        throw new UserError('QUERY_REFUSED', `the server refused ${JSON.stringify(query)}: ${answer.said}`, 'Fix the query in `metrics`.');
    });
    return {
        at: (query, ms, signal) => send('query', query, { time: seconds(ms) }, signal),
        between: (query, { start, end, step }, signal) => send('query_range', query, { start: seconds(start), end: seconds(end), step: seconds(step) }, signal),
    };
}
function seconds(ms) {
    return (ms / 1000).toFixed(3);
}
/** Lets only so many run at once. */
function turns(most) {
    let running = 0;
    const waiting = [];
    return async (work) => {
        if (running >= most)
            await new Promise((resolve) => waiting.push(resolve));
        else
            running++;
        try {
            return await work();
        }
        finally {
            const next = waiting.shift();
            if (next === undefined)
                running--;
            else
                next();
        }
    };
}
