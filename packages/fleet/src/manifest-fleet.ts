import { createPublicKey } from 'node:crypto'
import { Unacceptable, UserError, type Io } from '@sluice/action'
import { RouterRefused } from '@sluice/rollout'
import { RefusedEnvelope, type SigningKey, type VerifyingKey } from '@sluice/verdict'
import { openManifest, sealManifest, type ManifestTrust } from './envelope.ts'
import type { Fleet } from './fleet.ts'
import { stageAt, type GroupStage } from './groups.ts'
import { readChain, type KeySet } from './key-set.ts'
import type { Manifest } from './manifest.ts'
import { manifestFor, publishedShare, stableAfter, type FleetRollout } from './rollout.ts'
import type { Roster } from './roster.ts'
import { NOTHING_SEEN, sighted, standingOf } from './standing.ts'
import type { FleetStore } from './store.ts'
import { wayBackOf, wayBackText } from './way-back.ts'

/** What a fleet needs whose devices read a signed manifest. */
export interface ManifestFleet {
  readonly store: FleetStore
  /** All of them sign, so that devices that know only some of them accept it. */
  readonly signers: readonly SigningKey[]
  /** The key sets of the fleet, where it has any. */
  readonly chain: { readonly text: string; readonly newest: KeySet } | undefined
  /** Keys that may have signed the published manifest, besides those that sign now. */
  readonly previousKeys: readonly VerifyingKey[]
  readonly rollout: FleetRollout
  readonly stages: readonly GroupStage[]
  /** Devices with their groups; see `groupMembers`. */
  readonly roster: Roster | undefined
  /** Milliseconds that a device has to begin, and again to answer. */
  readonly answerWithin: number
}

/** The fleet behind a store of manifests and messages. */
export function manifestFleet(options: ManifestFleet, io: Io): Fleet {
  const { store, signers, chain, rollout: asked, stages, roster } = options
  const own = signers.map(({ id, privateKey }) => ({ id, publicKey: createPublicKey(privateKey) }))
  const trusts = [chain?.newest ?? own, ...(options.previousKeys.length === 0 ? [] : [options.previousKeys])]
  const read = async (signal: AbortSignal): Promise<Manifest | undefined> =>
    await published(store, trusts, signal)
  let sightings = NOTHING_SEEN
  let withdrawn: Manifest | undefined

  const publish = async (
    target: string,
    percent: number,
    atOnce: boolean,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const current = await read(signal)
    const rollout = rolloutOf(target, asked, current)
    if (percent === 0 && current?.candidate.digest !== rollout?.candidate.digest) return false
    if (rollout === undefined)
      throw new RouterRefused(`the artifact of ${target} is neither published nor given in \`candidate\``)
    const reach = { stage: stageAt(stages, percent), atOnce }
    const next = manifestFor(current, rollout, percent, Math.floor(io.now() / 1000), reach)
    if (next === undefined) return false
    if (percent === 0 && current !== undefined && publishedShare(current, rollout) > 0) withdrawn = current
    const knowKeys = async () => (chain === undefined ? undefined : await publishKeys(store, chain, signal))
    // Devices that know older keys must not keep the others from the way back.
    if (percent === 0) await knowKeys().catch((error: unknown) => io.log.warning(keysUnpublished(error)))
    else await knowKeys()
    await store.write(sealManifest(next, ...signers), signal)
    return true
  }

  return {
    versions: async (signal) => {
      const current = await read(signal)
      const previous = publishedShare(current, asked) > 0 ? current?.stable : stableAfter(current, asked)
      return { target: asked.candidate.version, previous: previous?.version ?? 'nothing' }
    },
    share: async (target, signal) => {
      const current = await read(signal)
      const rollout = rolloutOf(target, asked, current)
      return rollout === undefined ? 0 : publishedShare(current, rollout)
    },
    setShare: async (target, percent, signal) => void (await publish(target, percent, false, signal)),
    standing: async (signal) => {
      const manifest = await read(signal)
      if (manifest === undefined) return undefined
      const view = await store.hear(signal)
      const now = io.now()
      sightings = sighted(sightings, view, manifest, now)
      return standingOf(view, manifest, { sightings, now, answerWithin: options.answerWithin, roster })
    },
    unchecking: async (signal) => {
      const { devices } = await store.hear(signal)
      return [...devices].filter(
        ([id, { protocol = 1 }]) => protocol < 2 && (roster === undefined || roster.has(id)),
      ).length
    },
    withdraw: async (target, signal) => await publish(target, 0, true, signal),
    wayBack: async (signal) => {
      const before = withdrawn
      const now = await read(signal)
      if (before === undefined || now === undefined) return undefined
      const way = wayBackOf(await store.hear(signal), before, now, roster)
      return { ...way, text: wayBackText(way, before) }
    },
    close: async () => await store.close(),
  }
}

function keysUnpublished(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error)
  return `The key set could not be published. The version is withdrawn all the same: ${why}`
}

/** A rollout goes on with its own version: the one asked for now, or the one that is published. */
function rolloutOf(
  target: string,
  asked: FleetRollout,
  current: Manifest | undefined,
): FleetRollout | undefined {
  if (asked.candidate.version === target) return asked
  if (current?.candidate.version !== target) return undefined
  const { fleet, candidate, stable, confirm, window } = current
  return { fleet, candidate, stable, confirm, window }
}

/** Devices must know the keys before they see what these have signed. A newer chain is never replaced by an older one. */
async function publishKeys(
  store: FleetStore,
  { text, newest }: NonNullable<ManifestFleet['chain']>,
  signal: AbortSignal,
): Promise<void> {
  const current = await store.readKeys(signal)
  if (current === text) return
  try {
    const before = current === undefined ? undefined : readChain(current).at(-1)
    if (before !== undefined) readChain(text, before)
  } catch (error) {
    if (!isRefusal(error)) throw error
    throw new UserError(
      'KEYS_NOT_NEWER',
      `the chain with version ${newest.version} does not follow the published one: it ${error.message}`,
      'Take the published chain, and add to it with `sluice fleet-keys`. Devices accept only a chain that contains what they know.',
    )
  }
  await store.writeKeys(text, signal)
}

/** The published manifest. One that no trusted key has signed is refused, never replaced: it is not ours to build on. */
async function published(
  store: FleetStore,
  [trust, ...others]: readonly ManifestTrust[],
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  const text = await store.read(signal)
  if (text === undefined || trust === undefined) return undefined
  try {
    return openManifest(text, trust)
  } catch (error) {
    if (!isRefusal(error)) throw error
    const [previous] = others
    const known = previous === undefined ? undefined : openedBy(text, previous)
    if (known !== undefined) return known
    throw new UserError(
      'MANIFEST_NOT_TRUSTED',
      `the published manifest ${error.message}`,
      'If you have changed the keys, give the old public key in `previous-keys` of `router-settings`. Otherwise, find out who published this manifest.',
    )
  }
}

function openedBy(text: string, trust: ManifestTrust): Manifest | undefined {
  try {
    return openManifest(text, trust)
  } catch (error) {
    if (isRefusal(error)) return undefined
    throw error
  }
}

function isRefusal(error: unknown): error is Error {
  return error instanceof Unacceptable || error instanceof RefusedEnvelope
}
