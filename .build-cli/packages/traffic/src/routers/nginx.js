import { field, httpUrl, optional, quote, text, Unacceptable, UserError, withDefault, } from '@sluice/action';
import { commandLine } from "../command-line.js";
import { snippet, weightInSnippet } from "../nginx/snippet.js";
import { readIfThere, replaceFile } from "../nginx/owned-file.js";
import { defineRouter } from "../contract.js";
const CALL_MS = 5_000;
/** After a reload nginx lets its old workers accept connections for a tenth of a second beside the new ones. */
const OLD_WORKERS_MS = 250;
/** Connections on which the weight is asked: workers that do not agree give a weight in between. */
const ASKED = 4;
/**
 * A `split_clients` block in a file of ours. It is exact to 0.01 % in every worker from the first request on, where
 * `weight=` in an upstream is a rotation per worker; and a failing arm keeps its requests, where an upstream would
 * quietly retry them on the other arm and hide the failure.
 */
export const nginx = defineRouter('Writes a `split_clients` block into a file that your nginx includes, tests the configuration and reloads.', {
    file: text('path of the file that nginx includes in its `http` block'),
    baseline: name('name of the baseline’s upstream'),
    candidate: name('name of the candidate’s upstream'),
    variable: withDefault('sluice_upstream', name('variable that `proxy_pass` uses')),
    key: withDefault('$request_id', keyField()),
    'test-command': withDefault('["nginx", "-t"]', commandLine('program that tests the configuration')),
    'reload-command': withDefault('["nginx", "-s", "reload"]', commandLine('program that makes nginx read it')),
    'status-url': optional(field('address that answers with `$sluice_weight`, to see what the running workers do', httpUrl().parse)),
}, (settings, io) => {
    const statusUrl = settings['status-url'];
    return {
        read: async (signal) => statusUrl === undefined ? await weightInFile(settings) : await weightOfWorkers(io, statusUrl, signal),
        write: async (weight, signal) => {
            const before = await readIfThere(settings.file);
            await replaceFile(settings.file, snippet(settings, weight));
            try {
                await succeed(io, settings['test-command'], signal);
                await succeed(io, settings['reload-command'], signal);
            }
            catch (error) {
                // The file must go on saying what nginx does, and must not break nginx's next start.
                await replaceFile(settings.file, before);
                throw error;
            }
            await io.sleep(OLD_WORKERS_MS, signal);
        },
    };
});
function name(shape) {
    return field(shape, (given) => {
        if (/^[\w.-]+$/.test(given))
            return given;
        throw new Unacceptable(`must be a name of letters, digits, _ . -, got ${quote(given)}`);
    });
}
function keyField() {
    const shape = 'what decides, e.g. `$request_id` or, to keep a user with an arm, `$cookie_user`';
    return field(shape, (given) => {
        if (/^[^"'\\;{}\s]+$/.test(given))
            return given;
        throw new Unacceptable(`must be nginx variables without spaces and quotes, got ${quote(given)}`);
    });
}
async function succeed(io, line, signal) {
    const [program = '', ...args] = line;
    const { code, stdout, stderr } = await io.exec(program, args, { signal });
    if (code === 0)
        return;
    throw new UserError('ROUTER_REFUSED', `${quote(line.join(' '))} ended with code ${code} and said ${JSON.stringify(`${stdout}${stderr}`.trim().slice(-500))}`, 'The file was put back as it was. Does nginx know both upstreams, and may this runner run the program?');
}
async function weightInFile(settings) {
    const content = await readIfThere(settings.file);
    const weight = content === undefined ? undefined : weightInSnippet(content, settings.candidate);
    if (weight !== undefined)
        return weight;
    throw new UserError('ROUTER_REFUSED', `${settings.file} ${content === undefined ? 'does not exist' : 'holds no split_clients block of ours'}`, 'Create it once as docs/routers.md shows, so that nginx can start and the weight can be read.');
}
async function weightOfWorkers(io, url, signal) {
    const asked = Array.from({ length: ASKED }, () => weightServed(io, url, signal));
    const weights = await Promise.all(asked);
    return weights.reduce((sum, weight) => sum + weight, 0) / ASKED;
}
async function weightServed(io, url, signal) {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]);
    const headers = { connection: 'close' };
    const served = await io.fetch(url, { signal: inTime, headers, redirect: 'error' }).then(async (response) => ({ status: response.status, text: (await response.text()).trim() }), (cause) => {
        signal.throwIfAborted();
        throw new UserError('ROUTER_UNREACHABLE', `nginx did not answer at ${url.href}: ${cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)}`, 'Is nginx running, and can this runner reach `status-url`?');
    });
    const weight = /^\d+(\.\d+)?$/.test(served.text) ? Number(served.text) : Number.NaN;
    if (served.status === 200 && weight >= 0 && weight <= 100)
        return weight;
    throw new UserError('ROUTER_REFUSED', `${url.href} must answer with the weight, answered ${served.status} ${quote(served.text)}`, 'Let a location return 200 with `$sluice_weight`, as docs/routers.md shows.');
}
