import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  approvalCheck,
  groupCheck,
  hear,
  manifestFor,
  groupMembers,
  NOTHING_HEARD,
  NOTHING_SEEN,
  publishedShare,
  readRoster,
  runsCandidate,
  sighted,
  stageAt,
  stagesOf,
  standingOf,
  wayBackOf,
  wayBackText,
  type FleetGroup,
  type Standing,
  type Telemetry,
} from '@sluice/fleet'
import { manifest, rollout, V1, V2, V3 } from './manifests.ts'

const others: FleetGroup = {
  ...{ name: 'rest', share: 100, limit: 0.1, coverage: 0.6, minReports: 1 },
  ...{ approval: false, devices: [] },
}
const group = (name: string, changes: Partial<FleetGroup> = {}): FleetGroup => ({
  ...others,
  name,
  ...changes,
})
const roster = readRoster(
  Array.from({ length: 1000 }, (_, i) => `d-${i} ${i < 5 ? 'lab' : i < 105 ? 'berlin' : ''}`).join('\n'),
)

describe('a roster', () => {
  test('names devices with their groups', () => {
    expect([...readRoster('a lab\nb\n\n c,berlin \nd\tlab\na lab')]).toEqual([
      ['a', 'lab'],
      ['b', ''],
      ['c', 'berlin'],
      ['d', 'lab'],
    ])
  })

  test('refuses a device in two groups, and a line that says more, all at once', () => {
    expect(() => readRoster('a lab\na berlin\nb lab x')).toThrow(
      'line 2: a is already in the group lab\nline 3: has more than an id and a group',
    )
  })
})

describe('groups', () => {
  test('are rungs by what they reach of the roster; all others follow last', () => {
    const stages = stagesOf([group('lab'), group('berlin', { share: 10 }), group('berlin')], roster, others)
    expect(stages.map(({ name, reached, rest }) => [name, reached, rest])).toEqual([
      ['lab', 0.5, 0],
      ['berlin', 1.5, 0],
      ['berlin', 10.5, 0],
      ['rest', 100, 1_000_000],
    ])
    expect(stages[1]?.groups).toEqual([
      { name: 'lab', share: 1_000_000 },
      { name: 'berlin', share: 100_000 },
    ])
  })

  test('differ by a step that a reading can tell, however small a group is', () => {
    const large = readRoster(
      Array.from({ length: 200_000 }, (_, i) => `d-${i} ${i === 0 ? 'one' : i === 1 ? 'last' : 'all'}`).join(
        '\n',
      ),
    )
    const stages = stagesOf([group('one'), group('all'), group('last')], large, others)
    expect(stages.map(({ reached }) => reached)).toEqual([0.01, 99.99, 100])
  })

  test('with mistakes are refused with every one of them', () => {
    const bad = [
      group('lab', { approval: true, devices: ['ghost'] }),
      group('berlin', { share: 50 }),
      group('berlin', { share: 20 }),
      group('nowhere'),
    ]
    expect(() => stagesOf(bad, roster, others)).toThrow(
      [
        'the shares of group berlin must rise, got 50, 20',
        'the last entry of group berlin must have the share 100%',
        'group nowhere has no device on the roster',
        'devices that are not on the roster: ghost',
        'the first group takes no `approval`: protect the job with an environment instead',
      ].join('\n'),
    )
    expect(() => stagesOf([group('lab')], undefined, others)).toThrow('need a `roster`')
  })

  test('a group may be a list of devices, whatever their labels', () => {
    const groups = [group('bench', { devices: ['d-7', 'd-900'] }), group('lab')]
    const members = groupMembers(groups, roster)
    expect([members.get('d-7'), members.get('d-900'), members.get('d-1'), members.get('d-8')]).toEqual([
      'bench',
      'bench',
      'lab',
      'rest',
    ])
    const [first] = stagesOf(groups, roster, others)
    const published = { salt: 's', share: 0, groups: first?.groups ?? [] }
    const told = [...roster].filter(([id, label]) => runsCandidate(id, label, published)).map(([id]) => id)
    expect(told).toEqual(['d-7', 'd-900'])
  })

  test('whoever is told in one rung is told in every later one, and the last one tells everyone', () => {
    const groups = [
      group('lab', { share: 40 }),
      group('berlin', { share: 10 }),
      group('lab'),
      group('berlin'),
    ]
    const stages = stagesOf(groups, roster, others)
    const told = stages.map((stage) => {
      const published = { salt: 's', share: stage.rest, groups: stage.groups }
      return new Set(
        [...roster].filter(([id, label]) => runsCandidate(id, label, published)).map(([id]) => id),
      )
    })
    for (const [i, before] of told.entries())
      expect([...before].every((id) => told[i + 1]?.has(id) ?? true)).toBe(true)
    expect(told.at(-1)?.size).toBe(1000)
  })

  test('a manifest of a rung reads back as its rung, and a roster that has grown finds the same rung', () => {
    const stages = stagesOf([group('lab'), group('berlin')], roster, others)
    for (const stage of stages) {
      const next = manifestFor(undefined, rollout, stage.reached, 1000, { stage })
      expect(next === undefined ? undefined : publishedShare(next, rollout)).toBeCloseTo(stage.reached, 4)
    }
    const grown = readRoster(`${[...roster].map((line) => line.join(' ')).join('\n')}\nnew-1 lab\nnew-2`)
    const later = stagesOf([group('lab'), group('berlin')], grown, others)
    const ladder = stages.map(({ reached }) => reached)
    expect(ladder.map((share) => stageAt(later, share, ladder)?.name)).toEqual(['lab', 'berlin', 'rest'])
    // Shares of another roster are no names of groups.
    expect(() => stageAt(later, 0.5)).toThrow(/the groups are others now: lab/)
    const fewer = stagesOf([group('lab')], grown, others)
    expect(() => stageAt(fewer, 10.5, ladder)).toThrow(/the groups are others now/)
    expect(stageAt(fewer, 0, ladder)).toBeUndefined()
  })

  test('the last rung reaches whoever is in no group, and a clock that is behind takes nothing back', () => {
    const labelled = readRoster('a-1 a\nb-1 b')
    const stages = stagesOf([group('a'), group('b')], labelled, others)
    expect(stages.map(({ rest }) => rest)).toEqual([0, 1_000_000])
    const first = manifestFor(undefined, rollout, 50, 2000, { stage: stages[0] })
    if (first === undefined) throw new Error('unreachable')
    expect(manifestFor(first, rollout, 0, 1990)).toMatchObject({ issued: 2000, sequence: first.sequence + 1 })
  })

  test('a group is a label or a list, and not both', () => {
    const labelled = readRoster('a-1 a\na-2\nb-1 b')
    expect(() => stagesOf([{ ...group('a'), devices: ['a-2'] }, group('b')], labelled, others)).toThrow(
      /group a names devices, and is a label on the roster too/,
    )
  })

  test('a device that speaks version 1 follows the share of all others', () => {
    const [first] = stagesOf([group('lab')], roster, others)
    const at = manifestFor(undefined, rollout, 0.5, 1000, { stage: first })
    if (at === undefined) throw new Error('unreachable')
    expect(runsCandidate('d-1', '', at)).toBe(false)
    const says = (device: string, changes: Partial<Telemetry>): Telemetry => ({
      ...{ device, seq: 1, manifest: at.sequence, digest: V2.digest, state: 'running', refused: '', at: 0 },
      ...changes,
    })
    const view = hear(NOTHING_HEARD, [says('d-0', { protocol: 2 }), says('d-1', { digest: V1.digest })])
    const sightings = sighted(NOTHING_SEEN, view, at, 0)
    const { whole, groups } = standingOf(view, at, {
      ...{ sightings, now: 1, answerWithin: 1000 },
      roster: groupMembers([group('lab')], roster),
    })
    expect(whole).toMatchObject({ cohort: 4, confirmed: 1, silent: 3 })
    expect(groups.get('lab')).toMatchObject({ cohort: 4, confirmed: 1 })
  })
})

describe('the conditions of a group', () => {
  const standing = (changes: Partial<Standing>): Standing => ({
    ...{ cohort: 10, confirmed: 0, reverted: 0, lost: 0, testing: 0 },
    ...{ due: 0, waiting: 0, silent: 0, strangers: 0, unfit: 0 },
    ...changes,
  })
  const found = (changes: Partial<Standing>, own: Partial<FleetGroup> = {}) =>
    groupCheck(group('lab', own), standing(changes), 0).finding

  test.each([
    ['passes once enough have answered', { confirmed: 6, silent: 4 }, {}, 'fine'],
    ['waits while too few have', { confirmed: 5, silent: 5 }, {}, 'unknown'],
    ['keeps one failure of ten at 10%', { confirmed: 9, reverted: 1 }, {}, 'fine'],
    ['fails at two', { confirmed: 8, reverted: 2 }, {}, 'worse'],
    ['counts a lost device as failed', { confirmed: 8, reverted: 1, lost: 1 }, {}, 'worse'],
    ['waits while two that test could break it', { confirmed: 8, testing: 2 }, {}, 'unknown'],
    ['passes while the one that tests cannot', { confirmed: 9, testing: 1 }, {}, 'fine'],
    ['decides nothing before its minimum', { reverted: 3, silent: 7 }, { minReports: 5 }, 'unknown'],
    ['decides at its minimum', { reverted: 5, silent: 5 }, { minReports: 5 }, 'worse'],
    ['asks for no more reports than it has devices', { cohort: 3, confirmed: 3 }, { minReports: 50 }, 'fine'],
    ['takes silence for nothing', { silent: 10 }, { coverage: 0 }, 'unknown'],
    ['without a device decides nothing', { cohort: 0 }, { coverage: 0, minReports: 0 }, 'unknown'],
  ] as const)('it %s', (_, changes, own, expected) => {
    expect(found(changes, own)).toBe(expected)
  })

  test('no order of answers makes a group pass that would fail, or fail that would pass', () => {
    const answers = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(
        answers,
        fc.constantFrom(0, 0.1, 0.3),
        fc.integer({ min: 1, max: 10 }),
        (healthy, limit, least) => {
          const own = { limit, coverage: 1, minReports: least }
          const [failed, cohort] = [healthy.filter((one) => !one).length, healthy.length]
          const end = failed > limit * cohort + 1e-9 ? 'worse' : 'fine'
          for (let n = 0; n <= cohort; n++) {
            const reverted = healthy.slice(0, n).filter((one) => !one).length
            const at = found({ cohort, reverted, confirmed: n - reverted, due: cohort - n }, own)
            expect(['unknown', end]).toContain(at)
          }
          expect(found({ cohort, reverted: failed, confirmed: cohort - failed }, own)).toBe(end)
        },
      ),
    )
  })

  test('the next group needs its name in `approved`, if it asks for that', () => {
    expect(approvalCheck(group('berlin', { approval: true }), ['lab'], 0)).toMatchObject({
      finding: 'unknown',
    })
    expect(approvalCheck(group('berlin', { approval: true }), ['lab', 'berlin'], 0)).toBeUndefined()
    expect(approvalCheck(group('berlin'), [], 0)).toBeUndefined()
    expect(approvalCheck(undefined, [], 0)).toBeUndefined()
  })
})

describe('the way back', () => {
  const before = { ...manifest(100), sequence: 1000 }
  const now = { ...before, share: 0, sequence: 1001 }
  const says = (device: string, changes: Partial<Telemetry>): Telemetry => ({
    ...{ device, seq: 1, manifest: 1001, digest: V1.digest, state: 'running', refused: '', at: 0 },
    ...changes,
  })

  test('is finished by devices that say so; who refuses both versions is named', () => {
    const view = hear(NOTHING_HEARD, [
      says('back', {}),
      says('reverted', { state: 'reverted', refused: V2.digest }),
      says('unaware', { manifest: 1000 }),
      says('testing', { state: 'testing' }),
      says('still', { digest: V2.digest, manifest: 1000 }),
      says('stuck', { digest: V3.digest, state: 'reverted', refused: V1.digest }),
      says('ghost', {}),
    ])
    const all = readRoster('back\nreverted\nunaware\ntesting\nstill\nstuck\nsilent')
    const way = wayBackOf(view, before, now, all)
    expect(way).toEqual({ told: 7, back: 2, open: 4, stuck: ['stuck'] })
    expect(wayBackText(way, before)).toBe(
      'Of 7 devices that were told to run 2: 2 confirmed that 1 runs again, 4 did not answer yet. 1 device refuses both versions and needs a person: stuck.',
    )
  })

  test('speaks of one device as of one', () => {
    const text = wayBackText({ told: 1, back: 0, open: 1, stuck: [] }, before)
    expect(text).toContain('Of 1 device that was told to run 2: 0 confirmed')
  })

  test('counts only devices that were told, and those that run it anyway', () => {
    const some = { ...before, share: 0 }
    const view = hear(NOTHING_HEARD, [says('a', {}), says('b', { digest: V2.digest })])
    expect(wayBackOf(view, some, now, undefined)).toMatchObject({ told: 1, open: 1 })
  })

  test('at once means whatever the window says, and rewrites a withdrawal that would wait', () => {
    const night = { ...rollout, window: { from: 0, to: 60 } }
    const all = manifestFor(undefined, night, 100, 1000)
    const slow = manifestFor(all, night, 0, 1001)
    expect(slow?.window).toEqual(night.window)
    const stop = manifestFor(slow, night, 0, 1002, { atOnce: true })
    expect(stop).toMatchObject({ share: 0, window: null })
    expect(manifestFor(stop, night, 0, 1003, { atOnce: true })).toBeUndefined()
    expect(manifestFor(stop, night, 0, 1003)).toBeUndefined()
  })
})
