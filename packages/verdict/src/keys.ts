import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'

/** A private key and the id of its public half. */
export interface SigningKey {
  readonly id: string
  readonly privateKey: KeyObject
}

/** A public key that evidence may be signed with; `id` is the SHA-256 of its SPKI DER, in hexadecimal. */
export interface VerifyingKey {
  readonly id: string
  readonly publicKey: KeyObject
}

/** A key that cannot be used, in words that never repeat it. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused'
}

// RFC 8410: everything before the 32 bytes of an Ed25519 key in its DER forms.
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')
const KEY_BYTES = 32

/** A fresh Ed25519 pair: PKCS #8 and SPKI in PEM, and the key's id. */
export function generateKeys(): {
  readonly id: string
  readonly privateKey: string
  readonly publicKey: string
} {
  const pair = generateKeyPairSync('ed25519')
  return {
    id: keyId(pair.publicKey),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

/** Reads a private key, PKCS #8 PEM (line ends may be written `\n`) or the base64 of its 32-byte seed; throws `KeyRefused`. */
export function readSigningKey(text: string): SigningKey {
  const privateKey = ed25519('signing key', () => {
    const pem = pemOf(text)
    if (pem.startsWith('-----BEGIN')) return createPrivateKey(pem)
    const der = Buffer.concat([PKCS8_HEAD, rawKey(pem, 'signing key')])
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  })
  return { id: keyId(createPublicKey(privateKey)), privateKey }
}

/** Reads public keys: any number of SPKI PEM blocks, or the base64 of 32 bytes on lines of their own; throws `KeyRefused`. */
export function readPublicKeys(text: string): readonly VerifyingKey[] {
  const given = pemOf(text)
  if (/PRIVATE KEY-----/.test(given)) {
    throw new KeyRefused('public key: this is a private key; give the public half')
  }
  const blocks = given.match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g) ?? []
  const rest = blocks.reduce((left, block) => left.replace(block, ''), given)
  const lines = rest.split(/\s+/).filter((line) => line !== '')
  const keys = [
    ...blocks.map((pem) => ed25519('public key', () => createPublicKey(pem))),
    ...lines.map((line) =>
      ed25519('public key', () =>
        createPublicKey({
          key: Buffer.concat([SPKI_HEAD, rawKey(line, 'public key')]),
          format: 'der',
          type: 'spki',
        }),
      ),
    ),
  ]
  if (keys.length === 0) throw new KeyRefused('public key: there is none')
  return [...new Map(keys.map((publicKey) => [keyId(publicKey), publicKey]))].map(([id, publicKey]) => ({
    id,
    publicKey,
  }))
}

/** The SHA-256 of a public key's SPKI DER, in hexadecimal. */
function keyId(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** Secrets stores and `.env` files often keep line ends as two characters. */
function pemOf(text: string): string {
  return text.trim().replaceAll('\\n', '\n')
}

function rawKey(text: string, what: string): Buffer {
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
  if (bytes.length !== KEY_BYTES)
    throw new KeyRefused(`${what}: must be Ed25519, as PEM or as base64 of 32 bytes`)
  return bytes
}

function ed25519(what: string, read: () => KeyObject): KeyObject {
  let key: KeyObject
  try {
    key = read()
  } catch (error) {
    if (error instanceof KeyRefused) throw error
    throw new KeyRefused(`${what}: must be Ed25519, as PEM or as base64 of 32 bytes`)
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw new KeyRefused(`${what}: must be Ed25519, this one is ${key.asymmetricKeyType ?? 'of no known kind'}`)
}
