import { UserError } from '@sluice/action';
import { tryHttp } from "./http-check.js";
const PAUSE_MS = 1000;
/** Makes every check against the target, at the same time, and reports on all of them; only a cancelled signal rejects. */
export async function runSmoke(checks, target, io, signal) {
    return await Promise.all(checks.map(async (check) => await runOne(check, target, io, signal)));
}
async function runOne(check, target, io, signal) {
    const name = `smoke: ${check.name}`;
    for (let attempt = 1;; attempt++) {
        const tried = await tryOnce(check, target, io, signal);
        if (tried.finding === 'fine' || attempt >= check.attempts)
            return { name, at: io.now(), ...tried };
        await io.sleep(PAUSE_MS, signal);
    }
}
async function tryOnce(check, target, io, signal) {
    return check.kind === 'http'
        ? await tryHttp(check, target, io, signal)
        : await tryCommand(check, target, io, signal);
}
async function tryCommand(check, target, io, signal) {
    const [program = '', ...args] = check.command.map((word) => word.replaceAll('$colour', target));
    try {
        const env = { SLUICE_COLOUR: target };
        const { code, stdout, stderr } = await io.exec(program, args, { signal, timeoutMs: check.withinMs, env });
        const said = lastLine(stderr) || lastLine(stdout);
        return code === 0
            ? { finding: 'fine', detail: 'ended with 0' }
            : { finding: 'worse', detail: `ended with ${code}${said === '' ? '' : `: ${said}`}` };
    }
    catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof UserError))
            throw error;
        return {
            finding: error.code === 'COMMAND_TIMED_OUT' ? 'worse' : 'unknown',
            detail: error.message,
        };
    }
}
function lastLine(text) {
    return (text.trim().split('\n').at(-1) ?? '').slice(0, 200);
}
