import { sign, verify } from 'node:crypto'
import { isRecord } from '@sluice/schema'
import type { SigningKey, VerifyingKey } from './keys.ts'
import { RefusedEnvelope } from './verify-refusal.ts'

/** A payload and who vouches for it (DSSE 1.0, JSON form). `payload` and `sig` are base64. */
export interface Envelope {
  readonly payloadType: string
  readonly payload: string
  readonly signatures: readonly { readonly keyid?: string; readonly sig: string }[]
}

/** The bytes that a DSSE signature covers: type and payload, each with its length in bytes, so that neither can pose as the other. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType)
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ])
}

/** Signs a payload with Ed25519; the same input gives the same envelope. */
export function seal(payloadType: string, payload: Uint8Array, key: SigningKey): Envelope {
  const sig = sign(null, preAuthEncoding(payloadType, payload), key.privateKey)
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: key.id, sig: sig.toString('base64') }],
  }
}

/** Ids of the distinct keys among `keys` that signed this envelope. A `keyid` in it is a hint, never a proof. */
export function signersOf(envelope: Envelope, keys: readonly VerifyingKey[]): readonly string[] {
  const covered = preAuthEncoding(envelope.payloadType, bytesOf(envelope.payload, 'its payload'))
  const signatures = envelope.signatures.map(({ sig }) => bytesOf(sig, 'a signature'))
  return keys
    .filter((key) => signatures.some((sig) => verify(null, covered, key.publicKey, sig)))
    .map((key) => key.id)
}

/** Base64 in either alphabet as bytes, or `RefusedEnvelope`; what Node's decoder would skip is refused here. */
export function bytesOf(base64: string, what: string): Buffer {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) {
    throw new RefusedEnvelope('malformed_envelope', `${what} is not base64`)
  }
  return Buffer.from(base64, 'base64')
}

const MAX_SIGNATURES = 16

/** Unknown data as an envelope, or `RefusedEnvelope` with `malformed_envelope`. */
export function readEnvelope(data: unknown): Envelope {
  const malformed = (why: string): never => {
    throw new RefusedEnvelope('malformed_envelope', why)
  }
  if (!isRecord(data)) return malformed('it is not an object')
  const { payloadType, payload, signatures } = data
  if (typeof payloadType !== 'string') return malformed('it has no payloadType')
  if (typeof payload !== 'string') return malformed('it has no payload')
  if (!Array.isArray(signatures) || signatures.length === 0) return malformed('it has no signatures')
  if (signatures.length > MAX_SIGNATURES) return malformed(`it has more than ${MAX_SIGNATURES} signatures`)
  return { payloadType, payload, signatures: signatures.map((one) => readSignature(one, malformed)) }
}

function readSignature(
  data: unknown,
  malformed: (why: string) => never,
): { readonly keyid?: string; readonly sig: string } {
  if (!isRecord(data) || typeof data['sig'] !== 'string') return malformed('a signature has no sig')
  return { sig: data['sig'], ...(typeof data['keyid'] === 'string' ? { keyid: data['keyid'] } : {}) }
}
