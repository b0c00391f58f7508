import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Unacceptable, UserError, type Io } from '@sluice/action'
import {
  cohortSamples,
  coverageCheck,
  fleetPolicy,
  manifestFor,
  NOTHING_SEEN,
  openAnswersCheck,
  openManifest,
  sealManifest,
  publishedShare,
  sighted,
  stableAfter,
  standingOf,
  standingText,
  type FleetStore,
  type Manifest,
  type FleetRollout,
  type Sightings,
  type Standing,
} from '@sluice/fleet'
import { judge } from '@sluice/compat'
import { checkEvidence } from '@sluice/judge'
import { RouterRefused } from '@sluice/rollout'
import {
  readPublicKeys,
  readSigningKey,
  RefusedEnvelope,
  type Evidence,
  type Policy,
  type SigningKey,
  type VerifyingKey,
} from '@sluice/verdict'
import { checkArtifact } from './check-artifact.ts'
import { UNPROBED, type Findings, type SwapDriver, type WatchStage } from './driver.ts'
import { openFleet } from './fleet-settings.ts'
import type { Input, SwapDetails } from './plan.ts'
import { watchPolicy } from './watch-policy.ts'

/** One question to the store, and how long a manifest may take to be published. */
const ASK_MS = 30_000
const PUBLISH_MS = 60_000

/** Devices that no router reaches: they read a signed manifest, and tell how they fared when they can. */
export async function openFleetDriver(input: Input, own: SwapDetails, io: Io): Promise<SwapDriver> {
  const { settings, store } = openFleet(input.router, input['router-settings'], io)
  const key = signingKeyOf(input)
  const { fleet, candidate, stable } = settings
  const asked: FleetRollout = {
    fleet,
    candidate,
    stable,
    confirm: Math.round(settings.confirm / 1000),
    window: settings.window ?? null,
  }
  policyOf(own, settings.limit)
  const trusted = trustedKeys(key, settings['previous-keys'])
  const read = async (signal: AbortSignal): Promise<Manifest | undefined> =>
    await published(store, trusted, signal)
  const roster = await rosterOf(settings.roster, io)
  const counted: Counting = {
    io,
    store,
    read,
    roster,
    limit: settings.limit,
    coverage: settings.coverage,
    // A device must download and boot before its time to confirm begins.
    answerWithin: settings['answer-within'] ?? 4 * settings.confirm,
    proven: settings['telemetry-key'] !== undefined,
  }
  let sightings = NOTHING_SEEN
  let last: Standing | undefined
  return {
    begin: async () => {
      const current = await read(AbortSignal.timeout(ASK_MS))
      const previous = publishedShare(current, asked) > 0 ? current?.stable : stableAfter(current, asked)
      return { target: candidate.version, previous: previous?.version ?? 'nothing' }
    },
    router: ({ target }) => ({
      // A share is published in millionths.
      tolerance: 0.001,
      settlesMs: 0,
      deadlineMs: { shift: PUBLISH_MS, undo: PUBLISH_MS },
      read: async () => {
        const current = await read(AbortSignal.timeout(ASK_MS))
        const rollout = rolloutOf(target, asked, current)
        return { weight: rollout === undefined ? 0 : publishedShare(current, rollout), pending: false }
      },
      write: async (share) => {
        const current = await read(AbortSignal.timeout(ASK_MS))
        const rollout = rolloutOf(target, asked, current)
        if (rollout === undefined && share === 0) return
        if (rollout === undefined) {
          throw new RouterRefused(`the artifact of ${target} is neither published nor given in \`candidate\``)
        }
        const next = manifestFor(current, rollout, share, Math.floor(io.now() / 1000))
        if (next !== undefined) await store.write(sealManifest(next, key), AbortSignal.timeout(ASK_MS))
      },
    }),
    check: async (task, signal) =>
      task.colours.target === candidate.version ? [await checkArtifact(candidate, io, signal)] : [],
    look: async (task, stage, signal) => {
      const seen = await lookAtCohort(counted, task.details, sightings, stage, signal)
      sightings = seen.sightings
      last = seen.standing
      return seen.evidence
    },
    seen: () => seenOf(last),
    close: async () => {
      await store.close()
      return seenOf(last)
    },
  }
}

function seenOf(last: Standing | undefined): Findings {
  const lines = last === undefined ? [] : [standingText(last)]
  return { details: { standing: last ?? null }, lines, outputs: UNPROBED }
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

function policyOf({ confidence, watch }: SwapDetails, limit: number): Policy {
  return watchPolicy(confidence, [fleetPolicy(limit)], watch.ladder)
}

interface Counting {
  readonly io: Io
  readonly store: FleetStore
  readonly read: (signal: AbortSignal) => Promise<Manifest | undefined>
  readonly roster: ReadonlySet<string> | undefined
  readonly limit: number
  readonly coverage: number
  readonly answerWithin: number
  /** Whether every message that counts proves which device wrote it. */
  readonly proven: boolean
}

interface CohortSeen {
  readonly standing: Standing
  readonly sightings: Sightings
  readonly evidence: readonly Evidence[]
}

async function lookAtCohort(
  { io, store, read, roster, limit, coverage, answerWithin, proven }: Counting,
  details: SwapDetails,
  before: Sightings,
  stage: WatchStage,
  signal: AbortSignal,
): Promise<CohortSeen> {
  const manifest = await read(signal)
  if (manifest === undefined)
    throw new UserError(
      'NO_MANIFEST',
      'the published manifest no longer exists',
      'Find out who removed it. Then run the step again.',
    )
  const view = await store.hear(signal)
  const now = io.now()
  const sightings = sighted(before, view, manifest, now)
  const standing = standingOf(view, manifest, { sightings, now, answerWithin, roster })
  const policy = policyOf(details, limit)
  const judged = judge(policy, [cohortSamples(standing, stage, now)])
  const [worst] = judge(policy, [cohortSamples(standing, stage, now, { worstCase: true })])
  const coverageSeen = coverageCheck(standing, coverage, now)
  const checks = [
    roster !== undefined || proven
      ? coverageSeen
      : { ...coverageSeen, detail: `${coverageSeen.detail} ${ANYONE_COUNTS}` },
    openAnswersCheck(standing, worst?.finding ?? 'unknown', now),
  ]
  return { standing, sightings, evidence: [...judged, ...checks.map(checkEvidence)] }
}

const ANYONE_COUNTS =
  'There is no `roster` and no `telemetry-key`, so anyone who can write telemetry counts as a device.'

/** The key that signs now, and those that may have signed the manifest that devices find. */
function trustedKeys(key: SigningKey, previous: string | undefined): readonly VerifyingKey[] {
  const own = { id: key.id, publicKey: createPublicKey(key.privateKey) }
  return previous === undefined ? [own] : [own, ...readPublicKeys(previous)]
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

function signingKeyOf(input: Input): SigningKey {
  const text = input['signing-key']
  if (text !== undefined) return readSigningKey(text)
  throw new UserError(
    'NO_KEY',
    'signing-key: is required in mode fleet',
    'Give `signing-key`, because devices refuse an unsigned manifest. `sluice keygen` makes a key pair.',
  )
}

async function rosterOf(path: string | undefined, io: Io): Promise<ReadonlySet<string> | undefined> {
  if (path === undefined) return undefined
  const text = await readFile(resolve(io.facts.workspace, path), 'utf8')
  return new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
}
