import { duration, field, flag, listOf, mapOfText, oneOf, optional, parseSettings, percent, refuse, text, UserError, Unacceptable, wholeNumber, withDefault, yamlOf, } from '@sluice/action';
import { KeyRefused, readPublicKeys } from '@sluice/verdict';
import { attestationRule } from "./policy-attestations.js";
import { freezes, overrideRules, quorums, requirements } from "./policy-lists.js";
/** Public keys, as PEM blocks or base64 lines. */
export const publicKeys = field('Ed25519 public keys, as PEM or base64, one after the other', (given) => {
    try {
        return readPublicKeys(given);
    }
    catch (error) {
        if (error instanceof KeyRefused)
            throw new Unacceptable(error.message);
        throw error;
    }
});
const digestShape = 'digest such as `sha256:…`';
const digest = field(digestShape, (given) => /^sha256:[0-9a-f]{64}$/.test(given) ? given : refuse(digestShape, given));
const fields = {
    require: requirements,
    'public-keys': optional(publicKeys),
    signed: withDefault('false', flag()),
    'max-age': withDefault('24h', duration()),
    'min-trials': withDefault('0', wholeNumber({ min: 0 })),
    confidence: optional(percent({ min: 50, max: 100 })),
    policies: optional(listOf(digest)),
    artifact: withDefault('agreeing', oneOf(['required', 'agreeing', 'any'])),
    wait: withDefault('24h', duration()),
    'posted-by': withDefault('github-actions', listOf(text('slug of a GitHub App'))),
    freeze: optional(freezes),
    quorum: optional(quorums),
    overrides: optional(overrideRules),
    attestations: optional(attestationRule),
};
/** Reads a gate policy from YAML; every problem at once, as one `UserError`. `where` names the file. */
export function readGatePolicy(yaml, where) {
    const given = parseSettings(fields, topLevel(yaml, where), where);
    return {
        require: given.require,
        keys: given['public-keys'] ?? [],
        signed: given.signed,
        maxAgeMs: given['max-age'],
        minTrials: given['min-trials'],
        confidence: given.confidence ?? 0,
        ...(given.policies === undefined ? {} : { policies: given.policies }),
        artifact: given.artifact,
        waitMs: given.wait,
        postedBy: given['posted-by'],
        freeze: given.freeze ?? [],
        quorum: given.quorum ?? [],
        overrides: given.overrides ?? [],
        ...(given.attestations === undefined ? {} : { attestations: given.attestations }),
    };
}
/** The policy of someone who only names what is required. */
export function defaultPolicy(require) {
    return { ...readGatePolicy('require: [canary-step]', 'the default policy'), require };
}
function topLevel(yaml, where) {
    try {
        return yamlOf('gate policy', (data) => {
            refuseEmpty(data ?? {});
            return mapOfText('gate policy').parse(JSON.stringify(data ?? {}));
        }).parse(yaml);
    }
    catch (error) {
        if (!(error instanceof Unacceptable))
            throw error;
        throw new UserError('BAD_GATE_POLICY', `${where}: ${error.message}`, `Fix ${where}.`);
    }
}
/** An empty list would read like a missing one: `policies: []` must not come to mean any policy. */
function refuseEmpty(data) {
    const empty = Object.entries(data).flatMap(([name, value]) => value === null || value === '' || (Array.isArray(value) && value.length === 0) ? [name] : []);
    if (empty.length > 0)
        throw new Unacceptable(`${empty.join(', ')}: is empty; say something or leave it out`);
}
