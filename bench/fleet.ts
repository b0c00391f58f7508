import { createHash } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import {
  hear,
  manifestFor,
  NOTHING_HEARD,
  NOTHING_SEEN,
  sighted,
  standingOf,
  type FleetArtifact,
  type Manifest,
  type Standing,
  type Telemetry,
} from '@sluice/fleet'

const SIZES = [1_000, 10_000, 100_000] as const
const MESSAGES_PER_DEVICE = 3

function artifactOf(version: string): FleetArtifact {
  const digest = `sha256:${createHash('sha256').update(version).digest('hex')}`
  return { version, digest, bytes: version.length, url: `https://models.example.com/${version}` }
}

const rollout = {
  fleet: 'bench',
  candidate: artifactOf('2'),
  stable: artifactOf('1'),
  confirm: 600,
  window: null,
}

function messages(count: number, sequence: number): readonly Telemetry[] {
  const states = ['testing', 'running', 'running'] as const
  return states.slice(0, MESSAGES_PER_DEVICE).flatMap((state, seq) =>
    Array.from({ length: count }, (_, i) => ({
      ...{ device: `device-${i}`, seq, manifest: sequence, digest: rollout.candidate.digest },
      ...{ state, refused: '', at: 0 },
    })),
  )
}

/** One look at a fleet: its messages, its sightings, its groups. */
function countFleet(sent: readonly Telemetry[], manifest: Manifest): Standing {
  const view = hear(NOTHING_HEARD, sent)
  const sightings = sighted(NOTHING_SEEN, view, manifest, 0)
  return standingOf(view, manifest, { sightings, now: 1, answerWithin: 1000, roster: undefined }).whole
}

/** Hears every message of a fleet and counts its cohort, for fleets of three sizes; linear means the same per device. */
function benchFleet(): readonly string[] {
  const manifest = manifestFor(undefined, rollout, 100, 1)
  if (manifest === undefined) throw new Error('nothing to publish')
  countFleet(messages(1_000, 1), manifest)
  return SIZES.map((count) => {
    const sent = messages(count, 1)
    globalThis.gc?.()
    const heap = process.memoryUsage().heapUsed
    const began = performance.now()
    const standing = countFleet(sent, manifest)
    const ms = performance.now() - began
    const bytes = process.memoryUsage().heapUsed - heap
    if (standing.confirmed !== count) throw new Error(`${standing.confirmed} of ${count} devices counted`)
    const each = `${((ms * 1000) / count).toFixed(2)} µs and ${Math.max(0, Math.round(bytes / count))} bytes a device`
    return `fleet of ${count.toLocaleString('en')}: ${ms.toFixed(0)} ms, ${each}`
  })
}

/** Prints one line for each size. */
export default async function bench(): Promise<void> {
  for (const line of benchFleet()) console.log(line)
  await Promise.resolve()
}
