import { listOf, optional, text, Unacceptable, UserError, yamlOf, itemOf, } from '@sluice/action';
import { originField, readOrigin } from "../origin.js";
import { compareFingerprints } from "./compare.js";
import { decodeFingerprint } from "./fingerprint.js";
const patterns = {
    ...yamlOf('list of patterns such as `model/*`', (data) => {
        const items = data;
        if (Array.isArray(items) && items.every((item) => typeof item === 'string'))
            return items;
        return listOf(text()).parse(String(data));
    }),
    whenBlank: () => [],
};
const fields = {
    from: optional(originField()),
    previous: optional(originField()),
    target: optional(originField()),
    expected: patterns,
    tolerated: patterns,
    blocking: patterns,
};
/** The `parity` input: `from` with `$colour` for both colours, or `previous` and `target`; then the known differences. */
export const parityField = yamlOf('`from` (or `previous` and `target`), `expected`, `tolerated`, `blocking`', decodeParity);
function decodeParity(data) {
    const given = itemOf(fields, data, 'parity');
    const previous = given.previous ?? given.from;
    const target = given.target ?? given.from;
    if (previous === undefined || target === undefined) {
        throw new Unacceptable('needs `from` with `$colour` in it, or `previous` and `target`');
    }
    const { expected, tolerated, blocking } = given;
    return { previous, target, policy: { expected, tolerated, blocking } };
}
/** Fetches both fingerprints and compares them. What can't be fetched or read is unknown, never equal. */
export async function checkParity(input, colours, io, signal) {
    const name = `parity of ${colours.previous} and ${colours.target}`;
    try {
        const [previous, target] = await Promise.all([
            fingerprint(input.previous, colours.previous, io, signal),
            fingerprint(input.target, colours.target, io, signal),
        ]);
        const parity = compareFingerprints(previous, target, input.policy);
        return { parity, result: { name, at: io.now(), ...findingOf(parity) } };
    }
    catch (error) {
        if (!(error instanceof UserError))
            throw error;
        return { result: { name, at: io.now(), finding: 'unknown', detail: error.message } };
    }
}
async function fingerprint(origin, colour, io, signal) {
    const data = await readOrigin(origin, colour, io, signal);
    try {
        return decodeFingerprint(data);
    }
    catch (error) {
        if (!(error instanceof Unacceptable))
            throw error;
        throw new UserError('BAD_FINGERPRINT', `the fingerprint of ${colour} ${error.message}`, 'See docs/bluegreen.md.');
    }
}
const SHOWN = 5;
function findingOf(parity) {
    const blocking = parity.differences.filter((each) => each.class === 'blocking').map((each) => each.fact);
    if (blocking.length > 0) {
        const rest = blocking.length > SHOWN ? ` and ${blocking.length - SHOWN} more` : '';
        return {
            finding: 'worse',
            detail: `differ without being expected: ${blocking.slice(0, SHOWN).join(', ')}${rest}`,
        };
    }
    if (parity.unreadable.length > 0) {
        return {
            finding: 'unknown',
            detail: `could not be read: ${parity.unreadable.slice(0, SHOWN).join(', ')}`,
        };
    }
    const known = parity.differences.length;
    return {
        finding: 'fine',
        detail: `${parity.compared} facts compared, ${known} differences, all of them known`,
    };
}
