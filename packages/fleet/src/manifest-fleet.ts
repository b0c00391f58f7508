import { createPublicKey } from 'node:crypto'
import { Unacceptable, UserError, type Io } from '@sluice/action'
import { RouterRefused } from '@sluice/rollout'
import { RefusedEnvelope, type SigningKey, type VerifyingKey } from '@sluice/verdict'
import { openManifest, sealManifest } from './envelope.ts'
import type { Fleet } from './fleet.ts'
import { stageAt, type GroupStage } from './groups.ts'
import type { Manifest } from './manifest.ts'
import { manifestFor, publishedShare, stableAfter, type FleetRollout } from './rollout.ts'
import type { Roster } from './roster.ts'
import { NOTHING_SEEN, sighted, standingOf } from './standing.ts'
import type { FleetStore } from './store.ts'
import { wayBackOf, wayBackText } from './way-back.ts'

/** What a fleet needs whose devices read a signed manifest. */
export interface ManifestFleet {
  readonly store: FleetStore
  readonly key: SigningKey
  /** Keys that may have signed the published manifest, besides `key`. */
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
  const { store, key, rollout: asked, stages, roster } = options
  const trusted = [{ id: key.id, publicKey: createPublicKey(key.privateKey) }, ...options.previousKeys]
  const read = async (signal: AbortSignal): Promise<Manifest | undefined> =>
    await published(store, trusted, signal)
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
    await store.write(sealManifest(next, key), signal)
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

/** The published manifest. One that no trusted key has signed is refused, never replaced: it is not ours to build on. */
async function published(
  store: FleetStore,
  keys: readonly VerifyingKey[],
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  const text = await store.read(signal)
  try {
    return text === undefined ? undefined : openManifest(text, keys)
  } catch (error) {
    if (!(error instanceof Unacceptable || error instanceof RefusedEnvelope)) throw error
    throw new UserError(
      'MANIFEST_NOT_TRUSTED',
      `the published manifest ${error.message}`,
      'If you have changed `signing-key`, give the old public key in `previous-keys` of `router-settings`. Otherwise, find out who published this manifest.',
    )
  }
}
