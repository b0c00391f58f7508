import { Unacceptable } from '@sluice/action'
import {
  canonicalJson,
  readEnvelope,
  seal,
  signersOf,
  type SigningKey,
  type VerifyingKey,
} from '@sluice/verdict'
import { decodeManifest, type Manifest } from './manifest.ts'

const MANIFEST_TYPE = 'application/vnd.sluice.fleet-manifest.v1+json'

/** A manifest in a DSSE envelope signed with Ed25519, as one line of JSON. */
export function sealManifest(manifest: Manifest, key: SigningKey): string {
  return canonicalJson(seal(MANIFEST_TYPE, Buffer.from(canonicalJson(manifest)), key))
}

/** Reads a manifest that one of the keys has signed. Throws `Unacceptable` or `RefusedEnvelope` for anything else. */
export function openManifest(text: string, keys: readonly VerifyingKey[]): Manifest {
  const envelope = readEnvelope(parsed(text, 'the envelope'))
  if (envelope.payloadType !== MANIFEST_TYPE)
    throw new Unacceptable('the envelope does not contain a fleet manifest')
  if (signersOf(envelope, keys).length === 0) throw new Unacceptable('is not signed by a known key')
  return decodeManifest(parsed(Buffer.from(envelope.payload, 'base64').toString('utf8'), 'the manifest'))
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unacceptable(`${what} is not JSON`)
  }
}
