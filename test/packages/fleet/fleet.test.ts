import { describe, expect, test } from 'vitest'
import {
  cohortSamples,
  coverageCheck,
  deviceKey,
  hear,
  runsCandidate,
  manifestFor,
  NOTHING_HEARD,
  NOTHING_SEEN,
  openAnswersCheck,
  openBetween,
  openManifest,
  placeOf,
  readTelemetry,
  sealManifest,
  publishedShare,
  sighted,
  readRoster,
  standingOf as fleetStandingOf,
  type Manifest,
  type StandingRules,
  telemetryMac,
  type FleetView,
  type Telemetry,
} from '@sluice/fleet'
import { generateKeys, readPublicKeys, readSigningKey } from '@sluice/verdict'
import { manifest, rollout, V1, V2, V3 } from './manifests.ts'

const standingOf = (view: FleetView, about: Manifest, rules: StandingRules) =>
  fleetStandingOf(view, about, rules).whole

const inCohort = (device: string, salt: string, share: number) => runsCandidate(device, '', { salt, share })

describe('cohorts', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `device-${i}`)

  test('whoever is in a share is in every larger one, and the share is kept', () => {
    for (const [small, large] of [
      [5, 25],
      [25, 100],
      [0, 5],
    ] as const) {
      const [a, b] = [small, large].map((p) => new Set(ids.filter((id) => inCohort(id, 'salt', p * 10_000))))
      expect(a === undefined || b === undefined ? undefined : [...a].every((id) => b.has(id))).toBe(true)
      expect(Math.abs((b?.size ?? 0) / ids.length - large / 100)).toBeLessThan(0.01)
    }
  })

  test('nobody is in 0 %, everybody in 100 %, and another salt draws other devices', () => {
    expect(ids.some((id) => inCohort(id, 's', 0))).toBe(false)
    expect(ids.every((id) => inCohort(id, 's', 1_000_000))).toBe(true)
    const both = ids.filter((id) => inCohort(id, 's', 50_000) && inCohort(id, 't', 50_000))
    expect(both.length / ids.length).toBeLessThan(0.005)
  })

  test('the place is the first four bytes of SHA-256 of salt, colon and device', () => {
    // printf 's:device-1' | sha256sum | cut -c1-8
    expect(placeOf('device-1', 's')).toBe(0x42fb0530)
  })
})

describe('a manifest', () => {
  const ours = generateKeys()
  const other = generateKeys()
  const sealed = sealManifest(manifest(5), readSigningKey(ours.privateKey))

  test('is read back when a known key signed it', () => {
    expect(openManifest(sealed, readPublicKeys(ours.publicKey))).toEqual(manifest(5))
  })

  test('by anyone else, or changed after signing, is refused', () => {
    expect(() => openManifest(sealed, readPublicKeys(other.publicKey))).toThrow('not signed by a known key')
    const changed = JSON.parse(sealed) as { payload: string }
    changed.payload = Buffer.from(JSON.stringify({ ...manifest(5), share: 1_000_000 })).toString('base64')
    expect(() => openManifest(JSON.stringify(changed), readPublicKeys(ours.publicKey))).toThrow('not signed')
  })

  test('rises in sequence, keeps its salt from rung to rung, and is not published twice', () => {
    const five = manifest(5)
    const quarter = manifest(25, five)
    expect([
      quarter.sequence > five.sequence,
      quarter.salt === five.salt,
      publishedShare(quarter, rollout),
    ]).toEqual([true, true, 25])
    expect(manifestFor(quarter, rollout, 25, 2000)).toBeUndefined()
  })

  test('of the next rollout builds on what everyone runs, and half a rollout is not replaced', () => {
    const next = { ...rollout, candidate: V3, stable: undefined }
    expect(manifestFor(manifest(100), next, 5, 2000)?.stable).toEqual(V2)
    expect(manifestFor(manifest(0, manifest(5)), next, 5, 2000)?.stable).toEqual(V1)
    expect(() => manifestFor(manifest(25), next, 5, 2000)).toThrow('is on 25% of the fleet')
  })
})

describe('telemetry', () => {
  const all = { ...manifest(100), sequence: 1000 }
  const STAGE = { since: 0, share: 100 }
  const HOUR = 60 * 60_000
  const RULES = { answerWithin: 1000, roster: undefined }
  const COUNTS = {
    ...{ cohort: 0, confirmed: 0, reverted: 0, lost: 0, testing: 0 },
    ...{ due: 0, waiting: 0, silent: 0, strangers: 0, unfit: 0 },
  }
  const rulesAt = (seen: number, now: number, view: FleetView, roster?: readonly string[]) => ({
    sightings: sighted(NOTHING_SEEN, view, all, seen),
    now,
    answerWithin: 1000,
    roster: roster === undefined ? undefined : readRoster(roster.join('\n')),
  })
  const says = (id: string, seq: number, changes: Partial<Telemetry> = {}): Telemetry => ({
    ...{ device: id, seq, manifest: 1000, digest: V2.digest, state: 'running', refused: '', at: 0 },
    ...changes,
  })

  test('in any order, batched or repeated, comes to the same', () => {
    const messages = [
      says('a', 1, { state: 'testing' }),
      says('a', 2),
      says('b', 1, { digest: V1.digest, refused: V2.digest }),
    ]
    const forward = hear(hear(NOTHING_HEARD, messages), messages)
    const backward = hear(NOTHING_HEARD, messages.toReversed())
    expect(forward.devices).toEqual(backward.devices)
    expect([forward.duplicates, forward.late, backward.late]).toEqual([2, 1, 1])
  })

  test('a batch keeps its good messages and counts the bad ones', () => {
    const text = `${JSON.stringify(says('a', 1))}\n{"device":\n${JSON.stringify(says('b', 1))}`
    expect(readTelemetry(text)).toMatchObject({ messages: [{ device: 'a' }, { device: 'b' }], bad: 1 })
    expect(readTelemetry(JSON.stringify([says('a', 1)])).messages).toHaveLength(1)
  })

  test('a device not heard from is silent and no trial', () => {
    const view = hear(NOTHING_HEARD, [says('a', 1), says('b', 1, { state: 'testing' })])
    const standing = standingOf(view, all, rulesAt(0, 0, view, ['a', 'b', 'c', 'd']))
    expect(standing).toMatchObject({ cohort: 4, confirmed: 1, testing: 1, silent: 2, lost: 0 })
    expect(cohortSamples(standing, STAGE, 0).blocks[0]?.candidate).toMatchObject({ events: 0, trials: 1 })
    expect(coverageCheck(standing, 0.6, 0)).toMatchObject({ finding: 'unknown' })
  })

  test('a cohort that no one has spoken for is an absence', () => {
    const standing = standingOf(NOTHING_HEARD, all, rulesAt(0, 0, NOTHING_HEARD, ['a']))
    expect(cohortSamples(standing, STAGE, 1).blocks[0]?.candidate).toMatchObject({ kind: 'absent' })
  })

  test('a device that never came back from its test is lost, by its own deadline', () => {
    const view = hear(NOTHING_HEARD, [says('a', 1, { state: 'testing' })])
    const groups = (seen: number, now: number) => standingOf(view, all, rulesAt(seen, now, view))
    expect(groups(5000, 5999)).toMatchObject({ testing: 1, lost: 0 })
    expect(groups(5000, 6000)).toMatchObject({ testing: 0, lost: 1 })
  })

  test('a device that accepted and fell silent is lost; one that still reports only waits', () => {
    const waiting = says('a', 1, { digest: V1.digest })
    const view = hear(NOTHING_HEARD, [waiting])
    const seen = sighted(NOTHING_SEEN, view, all, 0)
    expect(standingOf(view, all, { ...RULES, sightings: seen, now: 999 })).toMatchObject({ due: 1, lost: 0 })
    expect(standingOf(view, all, { ...RULES, sightings: seen, now: 1000 })).toMatchObject({ due: 0, lost: 1 })
    const later = hear(view, [{ ...waiting, seq: 2 }])
    const again = sighted(seen, later, all, 900)
    expect(standingOf(later, all, { ...RULES, sightings: again, now: 1000 })).toMatchObject({
      waiting: 1,
      lost: 0,
    })
  })

  test('the time outside the window of a device does not count against it', () => {
    const night = { ...all, window: { from: 22 * 60, to: 4 * 60 } }
    const view = hear(NOTHING_HEARD, [says('a', 1, { digest: V1.digest })])
    const noon = 12 * HOUR
    const at = (now: number) =>
      standingOf(view, night, {
        ...RULES,
        answerWithin: HOUR,
        sightings: sighted(NOTHING_SEEN, view, night, noon),
        now,
      })
    expect(at(21 * HOUR)).toMatchObject({ waiting: 1, lost: 0 })
    expect(at(22.5 * HOUR)).toMatchObject({ due: 1, lost: 0 })
    expect(at(23 * HOUR)).toMatchObject({ due: 0, lost: 1 })
  })

  test.each([
    ['within one day', { from: 60, to: 120 }, 0, 24 * HOUR, HOUR],
    ['across midnight, from inside it', { from: 22 * 60, to: 4 * 60 }, 2 * HOUR, 23 * HOUR, 3 * HOUR],
    ['over three days', { from: 0, to: 60 }, 0, 72 * HOUR, 3 * HOUR],
    ['of no length', { from: 60, to: 60 }, 0, 24 * HOUR, 0],
    ['always', null, 5, 12, 7],
  ] as const)('the open time of a window is counted: %s', (_, window, from, to, expected) => {
    expect(openBetween(window, from, to)).toBe(expected)
  })

  test('devices that are not on the roster are counted apart and decide nothing', () => {
    const ghosts = Array.from({ length: 3000 }, (_, i) => says(`ghost-${i}`, 1))
    const view = hear(NOTHING_HEARD, [...ghosts, says('a', 1, { digest: V1.digest, refused: V2.digest })])
    expect(standingOf(view, all, rulesAt(0, 0, view, ['a']))).toMatchObject({
      cohort: 1,
      confirmed: 0,
      reverted: 1,
      strangers: 3000,
    })
  })

  test('with a telemetry key, a message without the proof of its device is left out and counted', () => {
    const fleetKey = 'k'.repeat(32)
    const good = says('a', 1)
    const mac = telemetryMac(good, deviceKey(fleetKey, 'a'))
    const lines = [{ ...good, mac }, { ...good, seq: 2, mac }, { ...says('b', 1), mac }, says('c', 1)].map(
      (message) => JSON.stringify(message),
    )
    expect(readTelemetry(lines.join('\n'), { fleetKey })).toMatchObject({
      messages: [{ device: 'a', seq: 1 }],
      bad: 0,
      unproven: 3,
    })
  })

  test('the proof is what openssl computes', () => {
    // key=$(printf 'sluice-telemetry:a' | openssl dgst -sha256 -hmac kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk -r | cut -c1-64)
    // printf 'a\n1\n2\nd\nrunning\n\n3' | openssl dgst -sha256 -mac HMAC -macopt hexkey:$key -r
    const message = {
      device: 'a',
      seq: 1,
      manifest: 2,
      digest: 'd',
      state: 'running',
      refused: '',
      at: 3,
    } as const
    expect(telemetryMac(message, deviceKey('k'.repeat(32), 'a'))).toBe(
      'ea69e434fcae326e22a182dff4765df14c57d9f698f637b7c18ae3f441340662',
    )
  })

  test('a message on the topic of another device is left out', () => {
    expect(readTelemetry(JSON.stringify(says('a', 1)), { from: 'b' })).toMatchObject({
      messages: [],
      unproven: 1,
    })
  })

  test('devices that may still fail keep a cohort from passing', () => {
    const standing = { ...COUNTS, cohort: 300, confirmed: 235, due: 65 }
    expect(openAnswersCheck(standing, 'unknown', 0)).toMatchObject({ finding: 'unknown' })
    expect(openAnswersCheck({ ...standing, due: 0 }, 'unknown', 0)).toMatchObject({ finding: 'fine' })
    expect(cohortSamples(standing, STAGE, 0, { worstCase: true }).blocks[0]?.candidate).toMatchObject({
      events: 65,
      trials: 300,
    })
  })
})
