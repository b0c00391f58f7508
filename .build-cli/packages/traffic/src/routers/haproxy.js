import { field, linesOf, quote, text, Unacceptable, UserError } from '@sluice/action';
import { shareOf, weightsFor } from "../haproxy/weights.js";
import { converse } from "../haproxy/runtime-api.js";
import { serversIn } from "../haproxy/servers.js";
import { defineRouter } from "../contract.js";
/** How far, in points, the best pair of whole weights is from any weight that is not refused. */
const TOLERANCE = 0.1;
/** A share that whole weights would change by more than a tenth of itself is not the one that was asked for. */
const LARGEST_CHANGE = 0.1;
/** HAProxy's runtime API: server weights from 0 to 256, changed without a reload. */
export const haproxy = defineRouter('Sets server weights over HAProxy’s runtime API (level admin), without a reload; finest share about 0.4%.', {
    socket: text('path of the admin socket, or `host:port`'),
    backend: name('name of the backend'),
    baseline: linesOf(name('name of a server of the baseline')),
    candidate: linesOf(name('name of a server of the candidate')),
}, ({ socket, backend, baseline, candidate }) => ({
    tolerance: TOLERANCE,
    read: async (signal) => {
        const answer = await stateOf(socket, backend, signal);
        const servers = serversIn(answer);
        const missing = [...baseline, ...candidate].filter((server) => !servers.has(server));
        if (missing.length > 0) {
            const known = [...servers.keys()].join(', ');
            throw refused(`backend ${backend} has no server ${missing.join(', ')}; it has ${known || `none: ${quote(answer)}`}`);
        }
        const taken = weightOf(servers, candidate);
        const all = weightOf(servers, baseline) + taken;
        if (all === 0)
            throw refused(`no server of backend ${backend} that takes traffic is up`);
        return (taken / all) * 100;
    },
    write: async (weight, signal) => {
        const weights = weightsFor(weight, baseline.length, candidate.length);
        const reached = shareOf(weights, baseline.length, candidate.length);
        if (Math.abs(reached - weight) > Math.min(weight, 100 - weight) * LARGEST_CHANGE + 1e-9) {
            throw refused(`HAProxy's weights go from 0 to 256: the nearest to ${weight}% is ${reached.toFixed(2)}%`);
        }
        const set = (servers, value) => servers.map((server) => `set weight ${backend}/${server} ${value}`);
        const toBaseline = set(baseline, weights.baseline);
        const toCandidate = set(candidate, weights.candidate);
        if (weights.baseline > 0) {
            await tell(socket, [...toBaseline, ...toCandidate], signal);
            return;
        }
        // Even between two commands of one line HAProxy serves users, and answers 503 while no server has a weight. So
        // the baseline is emptied last, and only once HAProxy sends traffic to the candidate.
        await tell(socket, toCandidate, signal);
        if (weightOf(serversIn(await stateOf(socket, backend, signal)), candidate) === 0) {
            throw refused(`no server of the candidate (${candidate.join(', ')}) is up, so the baseline keeps what it has`);
        }
        await tell(socket, toBaseline, signal);
    },
}));
async function stateOf(socket, backend, signal) {
    return await converse(socket, `show servers state ${backend}`, signal);
}
/** Gives commands that are answered by nothing where they are taken. */
async function tell(socket, commands, signal) {
    const line = commands.join('; ');
    const answer = (await converse(socket, line, signal)).trim();
    if (answer !== '')
        throw refused(`HAProxy answered ${quote(answer)} to ${quote(line)}`);
}
/** The weight with which some servers take traffic together. */
function weightOf(servers, names) {
    return names.reduce((total, server) => total + (servers.get(server) ?? 0), 0);
}
/** Letters that cannot end a command of the runtime API and begin another. */
function name(shape) {
    return field(shape, (given) => {
        if (/^[\w.:-]+$/.test(given))
            return given;
        throw new Unacceptable(`must be a name of letters, digits, _ . : -, got ${quote(given)}`);
    });
}
function refused(problem) {
    return new UserError('ROUTER_REFUSED', problem, 'Check backend and server names, and that the socket has `level admin`.');
}
