import { duration, field, mapOfText, optional, quote, UserError, withDefault, } from '@sluice/action';
import { commandLine } from "../command-line.js";
import { defineRouter } from "../contract.js";
/** How long a new weight waits for a program that a cancelled shift left running, lest it be overwritten by it. */
const OVERTAKEN_MS = 3_000;
/** Any program that sets a weight, and another that says which weight holds now. */
export const command = defineRouter('Runs a program of yours to set the weight and another to read it back, for any router that has a command line or an API.', {
    write: commandLine('program and arguments; `{weight}` and `{baseline-weight}` become percentages'),
    read: commandLine('program and arguments that print the candidate’s weight in percent'),
    env: optional(mapOfText('names and values added to the environment of both programs')),
    timeout: withDefault('30s', field('duration for each of the two', duration().parse)),
}, (settings, io) => {
    let writing;
    const forget = () => void (writing = undefined);
    const run = async (line, signal) => succeeded(line, await start(io, line, settings, signal));
    return {
        write: async (weight, signal) => {
            signal.throwIfAborted();
            if (writing !== undefined)
                await Promise.race([writing, io.sleep(OVERTAKEN_MS, signal)]);
            // The program is not told of a cancel, only no longer waited for: the next write must know when it ends.
            const program = run(filledIn(settings.write, weight), AbortSignal.timeout(settings.timeout + 1_000));
            writing = program.then(forget, forget);
            await Promise.race([program, cancelled(signal)]);
        },
        read: async (signal) => weightIn(await run(settings.read, signal), settings.read),
    };
});
async function cancelled(signal) {
    return await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
}
async function start(io, line, settings, signal) {
    const [program = '', ...args] = line;
    const env = settings.env === undefined ? {} : { env: settings.env };
    return await io.exec(program, args, { signal, timeoutMs: settings.timeout, ...env });
}
function filledIn(line, weight) {
    const values = { weight, 'baseline-weight': 100 - weight };
    return line.map((part) => part.replaceAll(/\{(weight|baseline-weight)\}/g, (_, name) => plainDecimal(values[name] ?? 0)));
}
/** Six decimals at most: 100 - 99.9 is 0.1 and not 0.09999999999999432. */
function plainDecimal(value) {
    return String(Number(value.toFixed(6)));
}
function succeeded(line, { code, stdout, stderr }) {
    if (code === 0)
        return stdout;
    const said = stderr.trim() === '' ? stdout.trim() : stderr.trim();
    throw new UserError('ROUTER_REFUSED', `${quote(line.join(' '))} ended with code ${code} and said ${JSON.stringify(said.slice(-500))}`, 'Run the program by hand with the same arguments; zero must mean that it worked.');
}
function weightIn(stdout, line) {
    const match = /^(\d+(?:\.\d+)?)\s*%?$/.exec(stdout.trim());
    const weight = match?.[1] === undefined ? Number.NaN : Number(match[1]);
    if (weight >= 0 && weight <= 100)
        return weight;
    throw new UserError('ROUTER_REFUSED', `${quote(line.join(' '))} must print one number from 0 to 100, printed ${quote(stdout)}`, 'Print only the candidate’s share in percent.');
}
