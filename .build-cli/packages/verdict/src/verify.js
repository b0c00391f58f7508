import { decode } from "./codec.js";
import { isRecord } from "./decoder.js";
import { bytesOf, readEnvelope, signersOf } from "./dsse.js";
import { VerdictRefused } from "./refused.js";
import { hexOf, PAYLOAD_TYPE, readStatement } from "./statement.js";
import { parseBounded } from "./verify-limits.js";
import { RefusedEnvelope } from "./verify-refusal.js";
/**
 * Checks, in this order: size and depth, envelope, signature by one of `keys`, statement, the verdict's own consistency
 * (with `rejudge`, its findings too), and that the statement's subjects are the verdict's. Never throws for bad input.
 */
export function verifyEnvelope(text, keys, rejudge) {
    return orRefusal(() => {
        const data = parseBounded(text);
        if (isRecord(data) && 'schema' in data && !('payload' in data)) {
            throw new RefusedEnvelope('not_signed', 'it is a verdict without a signature');
        }
        const envelope = readEnvelope(data);
        const signedBy = signerOf(envelope, keys);
        const payload = bytesOf(envelope.payload, 'its payload').toString('utf8');
        return verifyStatement(parseBounded(payload), signedBy, rejudge);
    });
}
/** The same checks for a statement whose signature was checked elsewhere, by whoever `signedBy` names. */
export function verifyStatement(data, signedBy, rejudge) {
    const statement = readStatement(data);
    const verdict = readConsistent(statement.verdict, rejudge);
    requireSameSubject(statement, verdict);
    return { ok: true, verdict, signedBy, signedAt: statement.signedAt };
}
/** Runs checks that throw `RefusedEnvelope`, and returns the refusal as a value. */
export function orRefusal(check) {
    try {
        return check();
    }
    catch (error) {
        if (error instanceof RefusedEnvelope)
            return { ok: false, refusal: error.refusal, detail: error.message };
        throw error;
    }
}
function signerOf(envelope, keys) {
    if (keys.length === 0)
        throw new RefusedEnvelope('no_keys', 'there is no public key to check it with');
    if (envelope.payloadType !== PAYLOAD_TYPE) {
        throw new RefusedEnvelope('wrong_payload_type', `its payload is not ${PAYLOAD_TYPE}`);
    }
    const [signer] = signersOf(envelope, keys);
    if (signer !== undefined)
        return signer;
    const claimed = envelope.signatures.some(({ keyid }) => keys.some((key) => key.id === keyid));
    throw claimed
        ? new RefusedEnvelope('bad_signature', 'its signature does not fit its content: it was altered, or never signed so')
        : new RefusedEnvelope('unknown_key', 'it is signed by no key that is trusted here');
}
/** A verdict that agrees with itself, or `RefusedEnvelope` with `unknown_schema` or `contradicts_itself`. */
export function readConsistent(data, rejudge) {
    if (!isRecord(data) || data['schema'] !== 1) {
        throw new RefusedEnvelope('unknown_schema', 'its verdict is of no schema known here');
    }
    try {
        return decode(JSON.stringify(data), rejudge);
    }
    catch (error) {
        const why = error instanceof VerdictRefused
            ? error.problems.join('; ')
            : `it cannot be judged again: ${String(error)}`;
        throw new RefusedEnvelope('contradicts_itself', why);
    }
}
function requireSameSubject(statement, verdict) {
    const { sha, artifact } = verdict.subject;
    const commits = statement.digests.flatMap((digest) => digest['gitCommit'] ?? digest['sha1'] ?? []);
    const artifacts = statement.digests.flatMap((digest) => digest['sha256'] ?? []);
    const fits = commits.every((commit) => commit === sha) &&
        (artifact === undefined ? artifacts.length === 0 : artifacts.includes(hexOf(artifact)));
    if (fits && commits.length + artifacts.length > 0)
        return;
    throw new RefusedEnvelope('subject_mismatch', 'its statement is about something else than its verdict');
}
