import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { parseBounded, RefusedEnvelope, verifyStatement, } from '@sluice/verdict';
/** True for a Sigstore bundle, such as `actions/attest` writes. */
export function isBundle(data) {
    if (typeof data !== 'object' || data === null || !('mediaType' in data))
        return false;
    return (typeof data.mediaType === 'string' && data.mediaType.startsWith('application/vnd.dev.sigstore.bundle'));
}
/**
 * Checks a bundle offline: certificate chain, timestamps and logs as far as the root names any, signature, signer; then
 * the statement as for any signed verdict. Throws `RefusedEnvelope`.
 */
export function verifyAttestation(data, trust, rejudge) {
    const roots = documentsIn(trust.roots ?? '');
    if (roots.length === 0)
        throw new RefusedEnvelope('no_keys', 'there is no trusted root to check it with');
    const bundle = reading('malformed_envelope', () => bundleFromJSON(data));
    const [first, ...others] = roots.map((root) => problemUnder(root, bundle, trust));
    const problem = others.includes(undefined) ? undefined : first;
    if (problem !== undefined)
        throw new RefusedEnvelope('bad_signature', problem);
    if (bundle.content.$case !== 'dsseEnvelope')
        throw new RefusedEnvelope('wrong_statement', 'it holds no statement');
    const payload = bundle.content.dsseEnvelope.payload.toString('utf8');
    return verifyStatement(parseBounded(payload), trust.workflow, rejudge);
}
function documentsIn(text) {
    try {
        JSON.parse(text);
        return [text];
    }
    catch {
        return text.split('\n').filter((line) => line.trim() !== '');
    }
}
/** Why a bundle cannot be trusted under one root, or undefined. */
function problemUnder(root, bundle, trust) {
    try {
        const trusted = TrustedRoot.fromJSON(JSON.parse(root));
        // GitHub's own root, for private repositories, names no logs and vouches by timestamps alone.
        const verifier = new Verifier(toTrustMaterial(trusted), {
            tlogThreshold: trusted.tlogs.length > 0 ? 1 : 0,
            ctlogThreshold: trusted.ctlogs.length > 0 ? 1 : 0,
            timestampThreshold: 1,
        });
        verifier.verify(toSignedEntity(bundle), signerOf(trust));
        return undefined;
    }
    catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}
/** The library takes names for patterns; ours is the whole name and nothing else. */
function signerOf({ workflow, issuer }) {
    const whole = workflow.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw `\$&`);
    return { subjectAlternativeName: new RegExp(`^${whole}$`), extensions: { issuer } };
}
function reading(refusal, read) {
    try {
        return read();
    }
    catch (error) {
        throw new RefusedEnvelope(refusal, error instanceof Error ? error.message : String(error));
    }
}
