import { spawn } from 'node:child_process';
import { UserError } from '@sluice/action';
const DEFAULT_MS = 60_000;
const MOST_OUTPUT = 4 * 1024 * 1024;
/**
 * Runs a program with an argument array, never through a shell; see `Io.exec`. One that is cancelled or does not end in
 * time is killed with all it started: it must not act after its work has been undone, and `@actions/exec` cannot stop
 * what it started.
 */
export async function exec(command, args, options) {
    options.signal.throwIfAborted();
    const limit = options.timeoutMs ?? DEFAULT_MS;
    const child = spawn(command, [...args], {
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...process.env, ...options.env },
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const late = AbortSignal.timeout(limit);
    const stop = () => killGroup(child);
    const stopped = AbortSignal.any([options.signal, late]);
    stopped.addEventListener('abort', stop, { once: true });
    // A program that does not read its input closes the pipe; that is its right.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
    try {
        const finished = await ended(child, command);
        options.signal.throwIfAborted();
        if (late.aborted) {
            throw new UserError('COMMAND_TIMED_OUT', `${command} did not end within ${limit} ms`, 'Is it waiting for input?');
        }
        return finished;
    }
    finally {
        stopped.removeEventListener('abort', stop);
    }
}
function ended(child, command) {
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
        child[name]?.setEncoding('utf8').on('data', (chunk) => {
            if (output[name].length < MOST_OUTPUT)
                output[name] += chunk;
        });
    }
    return new Promise((resolve, reject) => {
        child.on('error', (cause) => {
            reject(new UserError('COMMAND_NOT_STARTED', `${command} could not be run: ${cause.message}`, 'Is it installed?'));
        });
        child.on('close', (code) => resolve({ code: code ?? 1, ...output }));
    });
}
/** On Windows there are no groups: there only the program itself ends. */
function killGroup(child) {
    if (child.pid === undefined)
        return;
    try {
        process.kill(-child.pid, 'SIGKILL');
    }
    catch {
        child.kill('SIGKILL');
    }
}
