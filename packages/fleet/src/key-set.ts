import { createPublicKey } from 'node:crypto'
import { isRecord, Unacceptable } from '@sluice/action'
import {
  canonicalJson,
  readEnvelope,
  type Envelope,
  type SigningKey,
  type VerifyingKey,
} from '@sluice/verdict'
import { fleetSigners, keyIdOf, sealWith } from './signatures.ts'

const KEYS_TYPE = 'application/vnd.sluice.fleet-keys.v1+json'

/** Who may do something, and how many of them must agree. */
export interface KeyRole {
  readonly keys: readonly string[]
  readonly threshold: number
}

/** Which keys a fleet trusts for what. As in TUF, the keys of the role `root` decide about the next set. */
export interface KeySet {
  readonly schema: 1
  readonly fleet: string
  /** Rises by one with every set. */
  readonly version: number
  /** Epoch seconds. A manifest that was issued later is not signed by these keys any more. */
  readonly expires: number
  /** Base64 of SPKI DER, by id: the SHA-256 of the same bytes, in hexadecimal. */
  readonly keys: Readonly<Record<string, string>>
  readonly roles: { readonly root: KeyRole; readonly manifest: KeyRole }
}

/** A set of keys from public keys and how many of each role must sign. */
export function keySetOf(
  about: Pick<KeySet, 'fleet' | 'version' | 'expires'>,
  root: { readonly keys: readonly VerifyingKey[]; readonly threshold: number },
  manifest: { readonly keys: readonly VerifyingKey[]; readonly threshold: number },
): KeySet {
  const der = ({ publicKey }: VerifyingKey): string =>
    publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const all = [...root.keys, ...manifest.keys]
  const roleOf = ({ keys, threshold }: typeof root): KeyRole => ({
    keys: keys.map(({ id }) => id),
    threshold,
  })
  return decodeKeySet({
    ...{ schema: 1, ...about },
    keys: Object.fromEntries(all.map((key) => [key.id, der(key)])),
    roles: { root: roleOf(root), manifest: roleOf(manifest) },
  })
}

/** Unknown data as a set of keys. Throws `Unacceptable` naming everything that does not fit. */
function decodeKeySet(data: unknown): KeySet {
  if (!isRecord(data)) throw new Unacceptable('is not a set of keys')
  const problems: string[] = []
  const need = (good: boolean, problem: string): void => {
    if (!good) problems.push(problem)
  }
  const { keys, roles } = data
  need(data['schema'] === 1, 'schema must be 1')
  need(typeof data['fleet'] === 'string' && data['fleet'] !== '', 'fleet must be text')
  need(isCount(data['version']) && data['version'] !== 0, 'version must be a whole number of at least 1')
  need(isCount(data['expires']), 'expires must be a time in seconds')
  const ids = isRecord(keys)
    ? Object.entries(keys)
        .filter(isKey)
        .map(([id]) => id)
    : []
  need(isRecord(keys) && Object.keys(keys).length === ids.length, 'keys must be public keys by their ids')
  for (const name of ['root', 'manifest']) {
    const role: unknown = isRecord(roles) ? roles[name] : undefined
    need(
      isRole(role) && role.keys.every((id) => ids.includes(id)),
      `roles.${name} must have a threshold of at least 1, and as many different keys of the set`,
    )
  }
  if (problems.length > 0) throw new Unacceptable(problems.join('; '))
  return data as unknown as KeySet
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isKey([id, der]: readonly [string, unknown]): boolean {
  try {
    return typeof der === 'string' && keyIdOf(publicKeyOf(der)) === id
  } catch {
    return false
  }
}

function isRole(data: unknown): data is KeyRole {
  if (!isRecord(data) || !Array.isArray(data['keys']) || !isCount(data['threshold'])) return false
  const threshold = Number(data['threshold'])
  return (
    threshold >= 1 && new Set(data['keys']).size === data['keys'].length && threshold <= data['keys'].length
  )
}

function publicKeyOf(der: string) {
  return createPublicKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'spki' })
}

/** The keys of a role. */
export function roleKeys(set: KeySet, role: keyof KeySet['roles']): readonly VerifyingKey[] {
  return set.roles[role].keys.map((id) => ({ id, publicKey: publicKeyOf(set.keys[id] ?? '') }))
}

/** Whether enough keys of a role have signed. */
export function isSignedByRole(envelope: Envelope, set: KeySet, role: keyof KeySet['roles']): boolean {
  return fleetSigners(envelope, roleKeys(set, role)).length >= set.roles[role].threshold
}

/** Every set of keys that a fleet ever had, oldest first, each signed by its own root keys and by those before it. */
export type KeyChain = readonly Envelope[]

/** The chain with one more set. Throws `Unacceptable` unless enough of the old and of the new root keys sign. */
export function extendChain(chain: KeyChain, set: KeySet, signers: readonly SigningKey[]): KeyChain {
  const extended = [...chain, sealWith(KEYS_TYPE, Buffer.from(canonicalJson(set)), signers)]
  readChain(JSON.stringify(extended))
  return extended
}

/**
 * The sets of a chain. `known` is the newest that the reader trusts: the chain must contain it unchanged, so that an older
 * chain or another one is refused. Throws `Unacceptable` or `RefusedEnvelope`.
 */
export function readChain(text: string, known?: KeySet): readonly KeySet[] {
  const data = parsed(text)
  if (!Array.isArray(data) || data.length === 0) throw new Unacceptable('is not a list of key sets')
  const sets: KeySet[] = []
  for (const [i, item] of data.entries()) {
    const envelope = readEnvelope(item)
    if (envelope.payloadType !== KEYS_TYPE) throw new Unacceptable(`item ${i + 1} is not a set of keys`)
    const set = decodeKeySet(parsed(Buffer.from(envelope.payload, 'base64').toString('utf8')))
    const before = sets.at(-1)
    if (set.version !== i + 1) throw new Unacceptable(`item ${i + 1} has version ${set.version}`)
    if (before !== undefined && before.fleet !== set.fleet)
      throw new Unacceptable(`version ${set.version} is for another fleet`)
    if (!isSignedByRole(envelope, set, 'root'))
      throw new Unacceptable(`version ${set.version} is not signed by enough of its own root keys`)
    if (before !== undefined && !isSignedByRole(envelope, before, 'root'))
      throw new Unacceptable(
        `version ${set.version} is not signed by enough root keys of version ${before.version}`,
      )
    sets.push(set)
  }
  if (known === undefined) return sets
  const same = sets[known.version - 1]
  if (same === undefined)
    throw new Unacceptable(`ends before version ${known.version}, which is known already`)
  if (canonicalJson(same) !== canonicalJson(known))
    throw new Unacceptable(`has another version ${known.version} than the one that is known`)
  return sets
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unacceptable('is not JSON')
  }
}
