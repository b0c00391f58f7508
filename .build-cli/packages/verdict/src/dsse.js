import { sign, verify } from 'node:crypto';
import { isRecord } from "./decoder.js";
import { RefusedEnvelope } from "./verify-refusal.js";
/** The bytes that a DSSE signature covers: type and payload, each with its length in bytes, so that neither can pose as the other. */
export function preAuthEncoding(payloadType, payload) {
    const type = Buffer.from(payloadType);
    return Buffer.concat([
        Buffer.from(`DSSEv1 ${type.length} `),
        type,
        Buffer.from(` ${payload.length} `),
        payload,
    ]);
}
/** Signs a payload with Ed25519; the same input gives the same envelope. */
export function seal(payloadType, payload, key) {
    const sig = sign(null, preAuthEncoding(payloadType, payload), key.privateKey);
    return {
        payloadType,
        payload: Buffer.from(payload).toString('base64'),
        signatures: [{ keyid: key.id, sig: sig.toString('base64') }],
    };
}
/** Ids of the distinct keys among `keys` that signed this envelope. A `keyid` in it is a hint, never a proof. */
export function signersOf(envelope, keys) {
    const covered = preAuthEncoding(envelope.payloadType, bytesOf(envelope.payload, 'its payload'));
    const signatures = envelope.signatures.map(({ sig }) => bytesOf(sig, 'a signature'));
    return keys
        .filter((key) => signatures.some((sig) => verify(null, covered, key.publicKey, sig)))
        .map((key) => key.id);
}
/** Base64 in either alphabet as bytes, or `RefusedEnvelope`; what Node's decoder would skip is refused here. */
export function bytesOf(base64, what) {
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) {
        throw new RefusedEnvelope('malformed_envelope', `${what} is not base64`);
    }
    return Buffer.from(base64, 'base64');
}
const MAX_SIGNATURES = 16;
/** Unknown data as an envelope, or `RefusedEnvelope` with `malformed_envelope`. */
export function readEnvelope(data) {
    const malformed = (why) => {
        throw new RefusedEnvelope('malformed_envelope', why);
    };
    if (!isRecord(data))
        return malformed('it is not an object');
    const { payloadType, payload, signatures } = data;
    if (typeof payloadType !== 'string')
        return malformed('it has no payloadType');
    if (typeof payload !== 'string')
        return malformed('it has no payload');
    if (!Array.isArray(signatures) || signatures.length === 0)
        return malformed('it has no signatures');
    if (signatures.length > MAX_SIGNATURES)
        return malformed(`it has more than ${MAX_SIGNATURES} signatures`);
    return { payloadType, payload, signatures: signatures.map((one) => readSignature(one, malformed)) };
}
function readSignature(data, malformed) {
    if (!isRecord(data) || typeof data['sig'] !== 'string')
        return malformed('a signature has no sig');
    return { sig: data['sig'], ...(typeof data['keyid'] === 'string' ? { keyid: data['keyid'] } : {}) };
}
