import { createHash } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { judge } from '@sluice/compat'
import {
  cohortSamples,
  deviceKey,
  fleetPolicy,
  groupCheck,
  groupMembers,
  hear,
  manifestFor,
  NOTHING_HEARD,
  NOTHING_SEEN,
  readTelemetry,
  sighted,
  stagesOf,
  standingOf,
  telemetryMac,
  type FleetArtifact,
  type FleetGroup,
  type Manifest,
  type Standing,
  type Telemetry,
} from '@sluice/fleet'
import type { Policy } from '@sluice/verdict'

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

/**
 * What one look at a large fleet costs with everything on: messages as text, each proven by its own key, a roster with
 * groups, the conditions of each, and the judge over all of them.
 */
function benchDecision(count: number): string {
  const fleetKey = 'k'.repeat(32)
  const roster = new Map<string, string>(
    Array.from(
      { length: count },
      (_, i) => [`device-${i}`, i < 100 ? 'lab' : i < 5000 ? 'berlin' : ''] as const,
    ),
  )
  const others: FleetGroup = {
    ...{ name: 'rest', share: 100, limit: 0.1, coverage: 0.6, minReports: 1 },
    ...{ approval: false, devices: [] },
  }
  const stages = stagesOf(
    [
      { ...others, name: 'lab' },
      { ...others, name: 'berlin' },
    ],
    roster,
    others,
  )
  const stage = stages.at(-1)
  const manifest = manifestFor(undefined, rollout, 100, 1, { stage })
  if (manifest === undefined || stage === undefined) throw new Error('nothing to publish')
  const text = messages(count, manifest.sequence)
    .map((message) => {
      const whole = { ...message, protocol: 2, group: roster.get(message.device) ?? '' }
      return JSON.stringify({ ...whole, mac: telemetryMac(whole, deviceKey(fleetKey, message.device)) })
    })
    .join('\n')
  const began = performance.now()
  const { messages: read, unproven } = readTelemetry(text, { fleetKey })
  const heard = performance.now()
  const view = hear(NOTHING_HEARD, read)
  const sightings = sighted(NOTHING_SEEN, view, manifest, 0)
  const members = groupMembers(stages, roster)
  const { whole, groups } = standingOf(view, manifest, {
    sightings,
    now: 1,
    answerWithin: 1000,
    roster: members,
  })
  const checks = stages.map((each) => groupCheck(each, groups.get(each.name) ?? whole, 1))
  const policy: Policy = {
    ...{ confidence: 0.95, minTrials: 0, failWhen: 'beyond-margin', stages: 3 },
    metrics: [fleetPolicy(0.1)],
  }
  const evidence = judge(policy, [cohortSamples(whole, { since: 0, share: 100 }, 1)])
  const done = performance.now()
  const memory = process.resourceUsage().maxRSS / 1024
  const passed = [...checks, ...evidence].every(({ finding }) => finding === 'fine')
  if (!passed || whole.confirmed !== count || unproven > 0) throw new Error('the fleet was counted wrong')
  const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(2)
  return `decision over ${count.toLocaleString('en')} devices: ${seconds(began, heard)} s to read and prove ${read.length.toLocaleString('en')} messages, ${seconds(heard, done)} s to count and judge; the process took ${memory.toFixed(0)} MiB at most, with the messages that it made itself`
}

/** Prints one line for each size, and what a whole decision over the largest costs. */
export default async function bench(): Promise<void> {
  for (const line of benchFleet()) console.log(line)
  console.log(benchDecision(100_000))
  await Promise.resolve()
}
