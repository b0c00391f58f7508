import { Unacceptable } from '@sluice/action'
import { canonicalJson, readEnvelope, type SigningKey, type VerifyingKey } from '@sluice/verdict'
import { isSignedByRole, type KeySet } from './key-set.ts'
import { decodeManifest, type Manifest } from './manifest.ts'
import { fleetSigners, sealWith } from './signatures.ts'

const MANIFEST_TYPE = 'application/vnd.sluice.fleet-manifest.v1+json'

/** A manifest in a DSSE envelope with a signature of each key, as one line of JSON. */
export function sealManifest(manifest: Manifest, ...keys: readonly SigningKey[]): string {
  return canonicalJson(sealWith(MANIFEST_TYPE, Buffer.from(canonicalJson(manifest)), keys))
}

/** Who may have signed a manifest: any of some keys, or as many of a set as its role asks for. */
export type ManifestTrust = readonly VerifyingKey[] | KeySet

/**
 * Reads a manifest that was signed by whoever may. Throws `Unacceptable` or `RefusedEnvelope` for anything else, and for one
 * that was issued after the set of keys had expired.
 */
export function openManifest(text: string, trust: ManifestTrust): Manifest {
  const envelope = readEnvelope(parsed(text, 'the envelope'))
  if (envelope.payloadType !== MANIFEST_TYPE)
    throw new Unacceptable('the envelope does not contain a fleet manifest')
  const signed = isKeySet(trust)
    ? isSignedByRole(envelope, trust, 'manifest')
    : fleetSigners(envelope, trust).length > 0
  if (!signed)
    throw new Unacceptable(
      isKeySet(trust)
        ? `is not signed by ${trust.roles.manifest.threshold} of the keys for manifests in version ${trust.version} of the key set`
        : 'is not signed by a known key',
    )
  const manifest = decodeManifest(
    parsed(Buffer.from(envelope.payload, 'base64').toString('utf8'), 'the manifest'),
  )
  if (isKeySet(trust) && manifest.issued > trust.expires)
    throw new Unacceptable(`was issued after version ${trust.version} of the key set had expired`)
  return manifest
}

function isKeySet(trust: ManifestTrust): trust is KeySet {
  return 'roles' in trust
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unacceptable(`${what} is not JSON`)
  }
}
