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
  const trusts: readonly ManifestTrust[] = [
    chain?.newest ?? own,
    ...(options.previousKeys.length === 0 ? [] : [options.previousKeys]),
  ]
  // What an earlier set of the same chain has signed is only taken back: its keys may have been replaced for a reason.
  const earlier = chain === undefined ? [] : readChain(chain.text).toReversed()
  const read = async (signal: AbortSignal, isToTakeBack = false): Promise<Manifest | undefined> =>
    await published(store, asked.fleet, isToTakeBack ? [...trusts, ...earlier] : trusts, signal)
  let sightings = NOTHING_SEEN
  let withdrawn: Manifest | undefined

  const publish = async (
    target: string,
    percent: number,
    atOnce: boolean,
    signal: AbortSignal,
    {
      asPublished = false,
      ladder,
    }: { readonly asPublished?: boolean; readonly ladder?: readonly number[] | undefined } = {},
  ): Promise<boolean> => {
    const current = await read(signal, percent === 0)
    const rollout =
      asPublished || percent === 0
        ? (ofVersion(target, current) ?? rolloutOf(target, asked, current))
        : rolloutOf(target, asked, current)
    if (percent === 0 && current?.candidate.digest !== rollout?.candidate.digest) return false
    if (rollout === undefined)
      throw new RouterRefused(`the artifact of ${target} is neither published nor given in \`candidate\``)
    const reach = { stage: stageAt(stages, percent, ladder), atOnce }
    const next = manifestFor(current, rollout, percent, Math.floor(io.now() / 1000), reach)
    if (next === undefined) return false
    if (percent === 0 && current !== undefined && publishedShare(current, rollout) > 0) withdrawn = current
    const manifest = sealManifest(next, ...signers)
    if (percent !== 0) {
      if (chain !== undefined) await publishKeys(store, chain, signal)
      await store.write(manifest, signal)
      return true
    }
    // The way back waits for no keys: most devices know them already.
    await store.write(manifest, signal)
    if (chain !== undefined)
      await publishKeys(store, chain, signal).catch((error: unknown) =>
        io.log.warning(keysUnpublished(error)),
      )
    return true
  }

  return {
    versions: async (signal) => {
      const current = await read(signal)
      const previous = publishedShare(current, asked) > 0 ? current?.stable : stableAfter(current, asked)
      return { target: asked.candidate.version, previous: previous?.version ?? 'nothing' }
    },
    share: async (target, signal) => {
      const current = await read(signal, true)
      // Another build of the same version is that version for whoever has it.
      const rollout = ofVersion(target, current) ?? rolloutOf(target, asked, current)
      return rollout === undefined ? 0 : publishedShare(current, rollout)
    },
    setShare: async (target, percent, signal, ladder) =>
      void (await publish(target, percent, false, signal, { ladder })),
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
    withdraw: async (target, signal) => {
      const current = await read(signal, true)
      if (current === undefined)
        throw new UserError(
          'NO_MANIFEST',
          'no published manifest was found, so nothing was withdrawn',
          'Check `router-settings`, and that the server of the fleet answers. Then run `abort` again.',
        )
      const { version, digest } = current.candidate
      if (version === target && digest === asked.candidate.digest)
        return (await publish(target, 0, true, signal)) ? target : undefined
      // Settings may be newer than what is published: what devices try is withdrawn, and what all of them run is not.
      const percent = publishedShare(current, publishedRollout(current))
      if (percent === 0) return undefined
      if (percent === 100)
        throw new UserError(
          'ANOTHER_ROLLOUT',
          `${version} is on the whole fleet, and \`candidate\` is ${target}: nothing was withdrawn`,
          `To take ${version} back, give it as \`candidate\`, with its own digest.`,
        )
      return (await publish(version, 0, true, signal, { asPublished: true })) ? version : undefined
    },
    wayBack: async (signal) => {
      const before = withdrawn
      const now = await read(signal, true)
      if (before === undefined || now === undefined) return undefined
      const way = wayBackOf(await store.hear(signal), before, now, roster)
      return { ...way, text: wayBackText(way, before) }
    },
    close: async () => await store.close(),
  }
}

function keysUnpublished(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error)
  return `The version is withdrawn, but the key set could not be published: ${why}`
}

/** A rollout goes on with its own version: the one asked for now, or the one that is published. */
function rolloutOf(
  target: string,
  asked: FleetRollout,
  current: Manifest | undefined,
): FleetRollout | undefined {
  if (asked.candidate.version === target) return asked
  return ofVersion(target, current)
}

function ofVersion(target: string, current: Manifest | undefined): FleetRollout | undefined {
  return current?.candidate.version === target ? publishedRollout(current) : undefined
}

function publishedRollout({ fleet, candidate, stable, confirm, window }: Manifest): FleetRollout {
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

/**
 * The published manifest. One that no trusted key has signed is refused, never replaced: it is not ours to build on. So is
 * one of another fleet, whose stable version would become that of this one.
 */
async function published(
  store: FleetStore,
  fleet: string,
  trusts: readonly ManifestTrust[],
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  const text = await store.read(signal)
  const [trust, ...others] = trusts
  if (text === undefined || trust === undefined) return undefined
  const manifest = openedFirst(text, trust, others)
  if (manifest.fleet === fleet) return manifest
  throw notTrusted(`is of the fleet ${manifest.fleet}, not of ${fleet}`)
}

function openedFirst(text: string, trust: ManifestTrust, others: readonly ManifestTrust[]): Manifest {
  try {
    return openManifest(text, trust)
  } catch (error) {
    if (!isRefusal(error)) throw error
    const known = others.map((each) => openedBy(text, each)).find((manifest) => manifest !== undefined)
    if (known !== undefined) return known
    throw notTrusted(error.message)
  }
}

function notTrusted(why: string): UserError {
  return new UserError(
    'MANIFEST_NOT_TRUSTED',
    `the published manifest ${why}`,
    'If you have changed the keys, give the old public key in `previous-keys` of `router-settings`. Otherwise, find out who published this manifest.',
  )
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
