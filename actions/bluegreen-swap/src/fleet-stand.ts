import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError, type Io } from '@sluice/action'
import {
  cohortSamples,
  coverageCheck,
  fleetPolicy,
  manifestFor,
  openManifest,
  sealManifest,
  shareOf,
  stableAfter,
  standingOf,
  type FleetStore,
  type Manifest,
  type Rollout,
  type Standing,
} from '@sluice/fleet'
import { judge } from '@sluice/compat'
import { checkEvidence } from '@sluice/judge'
import type { Stage } from '@sluice/rollout'
import { readSigningKey, type Evidence, type SigningKey } from '@sluice/verdict'
import { checkArtifact } from './check-artifact.ts'
import { openFleet } from './fleet-settings.ts'
import type { Input } from './input.ts'
import { UNPROBED, type Stand } from './stand.ts'
import { watchPolicy } from './watch-policy.ts'

/** Devices that no router reaches: they read a signed manifest, and tell how they fared when they can. */
export async function openFleetStand(input: Input, io: Io): Promise<Stand> {
  const { settings, store } = openFleet(input.router, input['router-settings'], io)
  const key = signingKeyOf(input)
  const { fleet, candidate, stable } = settings
  const rollout: Rollout = {
    fleet,
    candidate,
    stable,
    confirm: Math.round(settings.confirm / 1000),
    window: settings.window ?? null,
  }
  const read = async (signal: AbortSignal): Promise<Manifest | undefined> =>
    await published(store, key, signal)
  const roster = await rosterOf(settings.roster, io)
  const current = await read(io.signal)
  const previous = shareOf(current, rollout) > 0 ? current?.stable : stableAfter(current, rollout)
  const counted: Counting = {
    io,
    store,
    read,
    roster,
    limit: settings.limit,
    coverage: settings.coverage,
    confirmMs: settings.confirm,
    input,
  }
  let last: Standing | undefined
  return {
    colours: { target: candidate.version, previous: previous?.version ?? 'nothing' },
    read: async (signal) => shareOf(await read(signal), rollout),
    shift: async (share, signal) => {
      const next = manifestFor(await read(signal), rollout, share, Math.floor(io.now() / 1000))
      if (next !== undefined) await store.write(sealManifest(next, key), signal)
    },
    check: async (signal) => [await checkArtifact(candidate, io, signal)],
    look: async (stage, signal) => {
      const { standing, evidence } = await lookAtCohort(counted, stage, signal)
      last = standing
      return evidence
    },
    close: async () => {
      await store.close()
      const lines = last === undefined ? [] : [standingText(last)]
      return { details: { standing: last ?? null }, lines, outputs: UNPROBED }
    },
  }
}

interface Counting {
  readonly io: Io
  readonly store: FleetStore
  readonly read: (signal: AbortSignal) => Promise<Manifest | undefined>
  readonly roster: readonly string[] | undefined
  readonly limit: number
  readonly coverage: number
  readonly confirmMs: number
  readonly input: Input
}

async function lookAtCohort(
  { io, store, read, roster, limit, coverage, confirmMs, input }: Counting,
  stage: Stage,
  signal: AbortSignal,
): Promise<{ readonly standing: Standing; readonly evidence: readonly Evidence[] }> {
  const manifest = await read(signal)
  if (manifest === undefined) throw new UserError('NO_MANIFEST', 'the manifest has gone', 'Who removed it?')
  const standing = standingOf(await store.hear(signal), manifest, roster)
  const policy = watchPolicy(input.confidence, [fleetPolicy(limit)], input.watch.ladder)
  // Twice the time a device has to make up its mind: its clock starts when it reboots, not when we publish.
  const samples = cohortSamples(standing, stage, io.now(), 2 * confirmMs)
  const evidence = [...judge(policy, [samples]), checkEvidence(coverageCheck(standing, coverage, io.now()))]
  return { standing, evidence }
}

/** A manifest by anyone else is not ours to build on: it's refused rather than replaced. */
async function published(
  store: FleetStore,
  key: SigningKey,
  signal: AbortSignal,
): Promise<Manifest | undefined> {
  const text = await store.read(signal)
  return text === undefined
    ? undefined
    : openManifest(text, [{ id: key.id, publicKey: createPublicKey(key.privateKey) }])
}

function signingKeyOf(input: Input): SigningKey {
  const text = input['signing-key']
  if (text !== undefined) return readSigningKey(text)
  throw new UserError(
    'NO_KEY',
    'signing-key: is required in mode fleet',
    'Devices refuse an unsigned manifest.',
  )
}

async function rosterOf(path: string | undefined, io: Io): Promise<readonly string[] | undefined> {
  if (path === undefined) return undefined
  const text = await readFile(resolve(io.facts.workspace, path), 'utf8')
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function standingText(standing: Standing): string {
  const { cohort, confirmed, reverted, testing, waiting, silent } = standing
  return `Of ${cohort} devices in the cohort ${confirmed} confirmed, ${reverted} went back, ${testing} are testing, ${waiting} wait for their window, ${silent} have not been heard from yet.`
}
