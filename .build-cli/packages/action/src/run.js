import { maskSecrets, parseFields, UserError } from '@sluice/action';
import { cancelSignal, Cancelled } from "./cancel.js";
import { readConfig, unknownIn } from "./config.js";
import { createIo } from "./create-io.js";
import { useProxyFromEnv } from "./proxy-env.js";
/**
 * The life of an action: parse the inputs (all problems at once), mask the secrets, do the work, write every output.
 * Any throw ends in `decision: error` with the code as `reason`, an error annotation and a failed step.
 */
export async function run(contract, work) {
    const io = createIo(cancelSignal());
    let failed;
    try {
        await useProxyFromEnv(process.env);
        const input = readInputs(contract, io);
        const exit = await work(input, io);
        await writeOutputs(contract.outputs, exit.outputs);
        failed = exit.failed;
    }
    catch (error) {
        await writeOutputs(contract.outputs, {
            outcome: 'inconclusive',
            decision: 'error',
            reason: codeOf(error),
        });
        failed = explain(error);
    }
    if (failed !== undefined)
        io.log.error(failed);
    return await leave(failed === undefined ? 0 : 1);
}
/** The life of a post step: never fails the job for want of anything to do; reports what it could not do. */
export async function runPost(work) {
    const io = createIo(cancelSignal());
    try {
        await useProxyFromEnv(process.env);
        await work(io);
    }
    catch (error) {
        io.log.error(explain(error));
        return await leave(1);
    }
    return await leave(0);
}
/** Every input of an action, parsed; secrets are masked first. Post steps see the same inputs as the main step. */
export function readInputs(contract, io) {
    const given = (name) => process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '';
    const config = contract.config === true ? readConfig(given('config'), given('service'), io.facts.workspace) : {};
    const read = (name) => (given(name).trim() === '' ? (config[name] ?? '') : given(name));
    maskSecrets(contract.inputs, read, io.mask);
    return parseFields(contract.inputs, read, 'the `with:` block of this step', unknownIn(config, contract.inputs));
}
async function writeOutputs(names, values) {
    const { setOutput } = await import('@actions/core');
    for (const name of names)
        setOutput(name, values[name] ?? '');
}
function codeOf(error) {
    if (error instanceof UserError)
        return error.code;
    return error instanceof Cancelled ? 'CANCELLED' : 'UNEXPECTED_ERROR';
}
/** What the log shows: for what the reader can fix the message and a hint, for anything else the stack. */
export function explain(error) {
    if (error instanceof UserError)
        return `${error.message}\n${error.hint}`;
    if (error instanceof Cancelled)
        return error.message;
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
/** Open sockets must not keep a finished step alive, and pending log lines must not be lost. */
async function leave(code) {
    await new Promise((resolve) => process.stdout.write('', () => resolve()));
    process.exit(code);
}
