import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { field, parseYaml, quote, Unacceptable, UserError, commandField, } from '@sluice/action';
/** An address, a `[program, argument]` list or a path; `$colour` becomes the colour asked about. */
export function originField() {
    const shape = 'address, `[program, argument]` or path';
    return field(shape, (given) => {
        if (given.startsWith('['))
            return { kind: 'command', command: commandField().parse(given) };
        if (/^https?:/.test(given)) {
            if (URL.canParse(given.replaceAll('$colour', 'x')))
                return { kind: 'http', url: given };
            throw new Unacceptable(`must be an ${shape}, got ${quote(given)}`);
        }
        return { kind: 'file', path: given };
    });
}
const LIMIT_MS = 30_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Fetches the document for a colour as plain data. Rejects with a `UserError` when it can't be had or isn't JSON or YAML. */
export async function readOrigin(origin, colour, io, signal) {
    const name = nameOf(origin, colour);
    const text = await textOf(origin, colour, io, signal).catch((error) => {
        signal.throwIfAborted();
        throw unreadable(name, error instanceof Error ? error.message : String(error));
    });
    if (text.length > MAX_BYTES)
        throw unreadable(name, `it is larger than ${MAX_BYTES} bytes`);
    try {
        return parseYaml(text);
    }
    catch (error) {
        if (!(error instanceof Unacceptable))
            throw error;
        throw unreadable(name, `it ${error.message}`);
    }
}
function nameOf(origin, colour) {
    const words = origin.kind === 'http' ? origin.url : origin.kind === 'file' ? origin.path : origin.command.join(' ');
    return words.replaceAll('$colour', colour);
}
async function textOf(origin, colour, io, signal) {
    const fill = (word) => word.replaceAll('$colour', colour);
    switch (origin.kind) {
        case 'http': {
            const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
            const response = await io.fetch(fill(origin.url), { signal: limit });
            if (!response.ok)
                throw new Error(`it answered ${response.status}`);
            return await response.text();
        }
        case 'command': {
            const [program = '', ...args] = origin.command.map(fill);
            const env = { SLUICE_COLOUR: colour };
            const { code, stdout, stderr } = await io.exec(program, args, { signal, timeoutMs: LIMIT_MS, env });
            if (code !== 0)
                throw new Error(`it ended with ${code}: ${stderr.trim().slice(-200)}`);
            return stdout;
        }
        case 'file':
            return await readFile(resolve(io.facts.workspace, fill(origin.path)), 'utf8');
    }
}
function unreadable(name, why) {
    return new UserError('UNREADABLE', `${name} could not be read: ${why}`, 'Check that this runner can reach it.');
}
