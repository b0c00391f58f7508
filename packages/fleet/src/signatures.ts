import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { Unacceptable } from '@sluice/action'
import { bytesOf, preAuthEncoding, type Envelope, type SigningKey, type VerifyingKey } from '@sluice/verdict'

/*
 * Fleets take Ed25519 and ECDSA with P-256 and SHA-256, which many secure elements have. Both signatures are 64 bytes: of
 * ECDSA, `r` and `s` with 32 bytes each (IEEE P1363), so that a device needs no DER.
 */

/** Private keys of PEM blocks. Throws `Unacceptable` in words that never repeat a key. */
export function readFleetSigningKeys(text: string): readonly SigningKey[] {
  const blocks = blocksOf(text, 'PRIVATE KEY')
  if (blocks.length === 0) throw new Unacceptable('must be private keys as PEM (PKCS #8)')
  return blocks.map((pem) => {
    const privateKey = known(() => createPrivateKey(pem), 'a private key')
    return { id: keyIdOf(createPublicKey(privateKey)), privateKey }
  })
}

/** Public keys of PEM blocks. Throws `Unacceptable`. */
export function readFleetKeys(text: string): readonly VerifyingKey[] {
  if (blocksOf(text, 'PRIVATE KEY').length > 0)
    throw new Unacceptable('must be public keys, and one of them is private')
  const blocks = blocksOf(text, 'PUBLIC KEY')
  if (blocks.length === 0) throw new Unacceptable('must be public keys as PEM (SPKI)')
  const keys = blocks.map((pem) => known(() => createPublicKey(pem), 'a public key'))
  return [...new Map(keys.map((publicKey) => [keyIdOf(publicKey), publicKey]))].map(([id, publicKey]) => ({
    id,
    publicKey,
  }))
}

function blocksOf(text: string, label: string): readonly string[] {
  const blocks = new RegExp(`-----BEGIN ${label}-----[\\s\\S]*?-----END ${label}-----`, 'g')
  return text.replaceAll('\\n', '\n').match(blocks) ?? []
}

function known(read: () => KeyObject, what: string): KeyObject {
  let key: KeyObject | undefined
  try {
    key = read()
  } catch {
    throw new Unacceptable(`has ${what} that cannot be read`)
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? 'of no known kind'
  throw new Unacceptable(`has ${what} that is ${kind}: keys must be Ed25519 or P-256`)
}

/** The SHA-256 of a public key's SPKI DER, in hexadecimal. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** A payload with one signature of each key (DSSE). */
export function sealWith(type: string, payload: Uint8Array, keys: readonly SigningKey[]): Envelope {
  const covered = preAuthEncoding(type, payload)
  return {
    payloadType: type,
    payload: Buffer.from(payload).toString('base64'),
    signatures: keys.map(({ id, privateKey }) => ({
      keyid: id,
      sig: (privateKey.asymmetricKeyType === 'ec'
        ? sign('sha256', covered, { key: privateKey, dsaEncoding: 'ieee-p1363' })
        : sign(null, covered, privateKey)
      ).toString('base64'),
    })),
  }
}

/** Ids of the distinct keys among `keys` that signed. A `keyid` in an envelope is a hint, never a proof. */
export function fleetSigners(envelope: Envelope, keys: readonly VerifyingKey[]): readonly string[] {
  const covered = preAuthEncoding(envelope.payloadType, bytesOf(envelope.payload, 'its payload'))
  const signatures = envelope.signatures.map(({ sig }) => bytesOf(sig, 'a signature'))
  return keys
    .filter(({ publicKey }) =>
      signatures.some((sig) =>
        publicKey.asymmetricKeyType === 'ec'
          ? verify('sha256', covered, { key: publicKey, dsaEncoding: 'ieee-p1363' }, sig)
          : verify(null, covered, publicKey, sig),
      ),
    )
    .map(({ id }) => id)
}
