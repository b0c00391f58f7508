import {
  gateBrief,
  gateFraming,
  gateSections,
  gateVerdict,
  type OverrideRequest,
  type WaitingRun,
} from '@sluice/gate'
import { decode, encode } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { decide, HOUR, NOW, policyOf, SHA, signed, target, unmet, verdict } from './world.ts'
import { readGatePolicy } from './read-gate-policy.ts'

describe('the gate', () => {
  test('opens on a signed pass, and says that every condition is met', () => {
    const decided = decide([signed()])
    expect(decided).toMatchObject({ decision: 'open', reason: 'all_conditions_met', authenticated: true })
    expect(unmet(decided)).toEqual([])
  })

  test('waits while there is no evidence', () => {
    expect(decide([])).toMatchObject({ decision: 'waiting', reason: 'evidence_missing' })
  })

  test('waits while the evidence is inconclusive, and closes on a fail', () => {
    expect(decide([signed(verdict('unknown'))])).toMatchObject({
      decision: 'waiting',
      reason: 'outcome_inconclusive',
    })
    expect(decide([signed(verdict('worse'))])).toMatchObject({ decision: 'closed', reason: 'outcome_failed' })
  })

  test('closes when waiting for evidence took longer than the policy allows', () => {
    const policy = policyOf('wait: 2h')
    expect(decide([], policy, { since: NOW - HOUR })).toMatchObject({ decision: 'waiting' })
    expect(decide([], policy, { since: NOW - 2 * HOUR })).toMatchObject({
      decision: 'closed',
      reason: 'out_of_time',
    })
  })

  test('names every unmet condition at once', () => {
    const policy = policyOf(
      'min-trials: 5000\nmax-age: 30m\nconfidence: 99%\nfreeze:\n  - { name: night, weekly: Tue 11:55 - Tue 13:00 }\nartifact: required',
    )
    const bare = verdict('unknown')
    const { artifact: _, ...subject } = bare.subject
    expect(unmet(decide([signed({ ...bare, subject })], policy))).toEqual([
      'outcome_inconclusive',
      'too_few_trials',
      'expired',
      'confidence_too_low',
      'artifact_missing',
      'frozen',
    ])
  })

  test('says what confidence a verdict must have, and why where several attempts share it', () => {
    const because = (more: string): string | undefined =>
      decide([signed()], policyOf(`confidence: 90%${more}`)).conditions.find(
        ({ kind }) => kind === 'confidence',
      )?.because
    expect(because('')).toBe('it was judged at 95%; at least 90% is required')
    expect(because('\nattempts: 2')).toMatch(/at least 95% is required \(90% over 2 attempts\)$/)
  })

  test('asks every named action of every named service', () => {
    const policy = policyOf(
      '',
      'require:\n  - { action: canary-step, services: [api, web] }\n  - shadow-compare',
    )
    const decided = decide([signed()], policy)
    expect(decided.conditions.filter((one) => !one.met).map((one) => one.name)).toEqual([
      'canary-step of web: evidence',
      'shadow-compare of api: evidence',
    ])
  })

  test('asked about no service in particular, lets no failing one pass', () => {
    const { service: _, ...anyService } = target
    const other = signed(verdict('worse', { subject: { service: 'web' } }))
    expect(decide([signed()], policyOf(), { target: anyService })).toMatchObject({ decision: 'open' })
    expect(decide([signed(), other], policyOf(), { target: anyService })).toMatchObject({
      decision: 'closed',
    })
    expect(decide([], policyOf(), { target: anyService })).toMatchObject({ decision: 'waiting' })
  })

  test('with `signed: false` opens on an unsigned verdict and says each time that nothing proves who wrote it', () => {
    const policy = readGatePolicy('require: [canary-step]\nsigned: false', 'p')
    const decided = decide([{ origin: 'file', text: encode(verdict()) }], policy)
    expect(decided).toMatchObject({ decision: 'open', authenticated: false })
    expect(gateBrief(decided, 1024)).toContain('Unsigned evidence is accepted')
    expect(gateFraming(decided).notices).toEqual([expect.stringContaining('Anyone who can push')])
  })

  test.each([
    ['unsigned', { origin: 'file', text: encode(verdict()) }, 'not_signed'],
    ['signed by whoever', signed(), 'no_keys'],
  ])(
    'without a key and without a word about `signed` does not open on evidence that is %s',
    (_, file, why) => {
      const decided = decide([file], readGatePolicy('require: [canary-step]', 'p'))
      expect(decided).toMatchObject({ decision: 'closed', reason: 'evidence_refused', keyless: true })
      expect(decided.refused[0]?.refusal).toBe(why)
      expect(gateBrief(decided, 1024)).toContain('no key is configured')
      expect(gateFraming(decided).notices).toEqual([expect.stringContaining('Add `public-keys`')])
    },
  )
})

describe('a lock-step group', () => {
  const policy = policyOf(
    'quorum:\n  - { name: shop, services: [api, web, pay], at-least: 2 }',
    'require:\n  - { action: canary-step, services: [api, web, pay] }',
  )
  const of = (service: string, finding: 'fine' | 'worse' = 'fine') =>
    signed(verdict(finding, { subject: { service } }))
  const quorum = (documents: Parameters<typeof decide>[0]) =>
    decide(documents, policy).conditions.find((one) => one.kind === 'quorum')

  test('is ready with as many members as it asks for', () => {
    expect(quorum([of('api')])).toMatchObject({ met: false, reason: 'quorum_missing' })
    expect(quorum([of('api'), of('pay')])).toMatchObject({ met: true, reason: 'quorum_reached' })
  })

  test('stays behind whole when one member failed', () => {
    expect(quorum([of('api'), of('pay'), of('web', 'worse')])).toMatchObject({
      met: false,
      reason: 'group_member_failed',
    })
  })
})

describe('an override', () => {
  const policy = policyOf(
    'min-trials: 5000\noverrides:\n  - { team: release-managers, may: [trials, freeze] }',
  )
  const request: OverrideRequest = {
    origin: 'https://github.com/acme/shop/pull/1#issuecomment-1',
    login: 'mona',
    teams: ['release-managers'],
    environment: 'production',
    subject: SHA,
    reason: 'security fix, agreed with on-call',
    edited: false,
    usedBy: undefined,
    at: NOW - HOUR,
  }

  test('by a named team sets aside what it may, and is recorded with its reason', () => {
    const decided = decide([signed()], policy, { overrides: [request] })
    expect(decided).toMatchObject({ decision: 'open', reason: 'overridden' })
    expect(decided.overrides).toEqual([
      {
        by: 'mona',
        team: 'release-managers',
        reason: request.reason,
        origin: request.origin,
        conditions: ['canary-step of api: trials'],
      },
    ])
    expect(gateSections(decided).join('\n')).toContain('security fix, agreed with on-call')
  })

  test('does not reach a failed verdict that the team may not set aside', () => {
    expect(decide([signed(verdict('worse'))], policy, { overrides: [request] })).toMatchObject({
      decision: 'closed',
      reason: 'outcome_failed',
    })
  })

  test.each([
    ['not_in_team', { teams: ['interns'] }],
    ['teams_unknown', { teams: undefined }],
    ['edited', { edited: true }],
    ['other_commit', { subject: 'b'.repeat(40) }],
    ['commit_cut_short', { subject: SHA.slice(0, 7) }],
    ['commit_cut_short', { subject: SHA.slice(0, 39) }],
    ['other_commit', { subject: `sha256:${'a'.repeat(64)}` }],
    ['used', { usedBy: 7 }],
    ['other_environment', { environment: 'staging' }],
    ['no_reason', { reason: 'urgent' }],
    ['expired', { at: NOW - 25 * HOUR }],
  ])('is refused: %s', (refusal, change) => {
    const decided = decide([signed()], policy, { overrides: [{ ...request, ...change }] })
    expect(decided.decision).toBe('waiting')
    expect(decided.refusedOverrides).toEqual([{ by: 'mona', origin: request.origin, refusal }])
  })
})

describe('four eyes', () => {
  const policy = policyOf(
    'min-trials: 5000\noverrides:\n  - { team: release-managers, may: [trials], for: 2h }',
  )
  const request: OverrideRequest = {
    origin: 'comment 1',
    login: 'Mona',
    teams: ['release-managers'],
    environment: 'production',
    subject: SHA,
    reason: 'agreed with on-call',
    edited: false,
    usedBy: undefined,
    at: NOW - HOUR,
  }
  const refusal = (change: Parameters<typeof decide>[2], now = NOW): string | undefined =>
    decide([signed()], policy, { overrides: [request], ...change }, now).refusedOverrides[0]?.refusal

  test('who made the change, and who waits for it, cannot override', () => {
    expect(refusal({ authors: ['mona'] })).toBe('own_change')
    expect(refusal({ run: runOf({ actor: 'mona' }) })).toBe('own_change')
    expect(refusal({ authors: ['ada'], run: runOf({ actor: 'ada' }) })).toBeUndefined()
  })

  test('an override that opened a run opens that run again and no other', () => {
    const used = [{ ...request, usedBy: 17 }]
    expect(decide([signed()], policy, { overrides: used, run: runOf({ id: 17 }) }).decision).toBe('open')
    expect(decide([signed()], policy, { overrides: used, run: runOf({ id: 18 }) }).decision).toBe('waiting')
  })

  test('it ends when the rule says so', () => {
    expect(refusal({}, NOW + 59 * 60_000)).toBeUndefined()
    expect(refusal({}, NOW + HOUR + 1)).toBe('expired')
  })

  test('the digest of the artifact is as good as the commit', () => {
    const artifact = signed().text === undefined ? '' : (verdict().subject.artifact ?? '')
    const overrides = [{ ...request, subject: artifact }]
    const asked = { overrides, target: { ...target, artifact } }
    expect(decide([signed()], policy, asked).decision).toBe('open')
  })
})

describe('a fail stands', () => {
  const at = (finding: 'fine' | 'worse' | 'unknown', from: number, to: number, more = {}) =>
    signed({ ...verdict(finding, { to, ...more }), window: { from, to } }, to)
  const failed = at('worse', NOW - 9 * HOUR, NOW - 8 * HOUR)
  const passed = at('fine', NOW - 2 * HOUR, NOW - HOUR)

  test('a later pass does not hide it', () => {
    expect(decide([passed]).decision).toBe('open')
    const decided = decide([failed, passed])
    expect(decided).toMatchObject({ decision: 'closed', reason: 'earlier_attempt_failed' })
    expect(JSON.stringify(gateVerdict(decided, target, NOW))).toContain('Release another artifact')
  })

  test('found where no evidence was asked for, it counts, and a pass there does not', () => {
    expect(decide([passed, { ...failed, onlyAgainst: true }]).decision).toBe('closed')
    expect(unmet(decide([{ ...passed, onlyAgainst: true }]))).toEqual(['evidence_missing'])
  })

  test('the record of a rollback counts when its verdict is gone', () => {
    const rolledBack = [{ deploymentId: 12, action: 'canary-step', service: 'api' }]
    expect(decide([passed], policyOf(), { rolledBack })).toMatchObject({
      decision: 'closed',
      reason: 'earlier_attempt_failed',
    })
    expect(decide([], policyOf(), { rolledBack }).decision).toBe('closed')
    const other = [{ deploymentId: 12, action: 'canary-step', service: 'web' }]
    expect(decide([passed], policyOf(), { rolledBack: other }).decision).toBe('open')
  })

  test('looks of one analysis are one attempt, and a fail among them stands', () => {
    const from = NOW - 5 * HOUR
    const looks = [at('unknown', from, NOW - 4 * HOUR), at('fine', from, NOW - HOUR)]
    expect(decide(looks).accepted[0]?.attempts).toHaveLength(1)
    expect(decide(looks).decision).toBe('open')
    expect(decide([...looks, at('worse', from, NOW - 3 * HOUR)]).accepted[0]?.attempts).toEqual([
      expect.objectContaining({ failed: true }),
    ])
  })

  test('a policy may allow attempts, and then each must keep its share of what may go wrong', () => {
    const two = policyOf('attempts: 2\nconfidence: 90%')
    // The verdicts here are judged at 95 %, which is 90 % over two attempts and not over three.
    expect(decide([failed, passed], two).decision).toBe('open')
    const second = at('unknown', NOW - 7 * HOUR, NOW - 6 * HOUR)
    expect(unmet(decide([failed, second, passed], two))).toContain('confidence_too_low')
    expect(decide([failed, second, passed], two).decision).toBe('closed')
    expect(() => policyOf('attempts: 2')).toThrow(/attempts: 2 needs `confidence`/)
  })

  test('another artifact of the same commit is another candidate', () => {
    const artifact = verdict().subject.artifact ?? ''
    const other = `sha256:${'e'.repeat(64)}`
    const failedOther = at('worse', NOW - 9 * HOUR, NOW - 8 * HOUR, { subject: { artifact: other } })
    expect(decide([failedOther, passed], policyOf(), { target: { ...target, artifact } }).decision).toBe(
      'open',
    )
    expect(decide([failedOther, passed]).decision).toBe('closed')
  })
})

function runOf(change: Partial<WaitingRun> = {}): WaitingRun {
  const path = '.github/workflows/release.yml'
  return { id: 17, headSha: SHA, event: 'push', path, branch: 'main', actor: 'ada', ...change }
}

describe('the run that waits', () => {
  const policy = policyOf('workflows: [.github/workflows/release.yml]\nevents: [push]\nbranches: [main]')

  test.each([
    ['same_run', {}],
    ['same_run', { path: '.github/workflows/release.yml@refs/heads/main' }],
    ['other_run', { headSha: 'b'.repeat(40) }],
    ['workflow_not_allowed', { path: '.github/workflows/evil.yml' }],
    ['event_not_allowed', { event: 'pull_request' }],
    ['branch_not_allowed', { branch: 'feature' }],
  ] as const)('%s', (reason, change) => {
    const decided = decide([signed()], policy, { run: runOf(change) })
    expect(decided.conditions.filter((one) => one.kind === 'run').map((one) => one.reason)).toEqual([reason])
    expect(decided.decision).toBe(reason === 'same_run' ? 'open' : 'closed')
  })
})

describe('the order of environments', () => {
  const policy = policyOf('after: [staging]')

  test('waits until the commit was deployed to the one before', () => {
    expect(unmet(decide([signed()], policy))).toEqual(['not_deployed_before'])
    expect(decide([signed()], policy).decision).toBe('waiting')
    expect(decide([signed()], policy, { deployedTo: ['Staging'] }).decision).toBe('open')
  })
})

describe('a freeze makes the gate wait', () => {
  const weekend = policyOf(
    'freeze:\n  - { name: weekend, weekly: Fri 16:00 - Mon 08:00 }\nmax-age: 24h\nwait: 4h',
  )
  const friday = Date.parse('2026-03-13T15:00:00Z')
  const evidence = signed(verdict('fine', { to: friday }), friday)
  const since = Date.parse('2026-03-13T17:00:00Z')
  const decideAt = (time: string) => decide([evidence], weekend, { since }, Date.parse(time))

  test('from Friday to Monday it waits and rejects nothing, though evidence and patience would be over', () => {
    expect(decideAt('2026-03-14T18:00:00Z')).toMatchObject({ decision: 'waiting', reason: 'frozen' })
    expect(decideAt('2026-03-16T07:59:00Z')).toMatchObject({ decision: 'waiting', reason: 'frozen' })
  })

  test('when it ends the gate opens: evidence does not age while a freeze lasts', () => {
    expect(decideAt('2026-03-16T08:00:00Z').decision).toBe('open')
    expect(decideAt('2026-03-17T07:01:00Z')).toMatchObject({ reason: 'out_of_time' })
  })

  test('a calendar that cannot be read waits for a person', () => {
    const policy = policyOf('freeze:\n  - { name: x, calendar: gone.ics }\nwait: 1h')
    const decided = decide([signed()], policy, { since: NOW - 10 * HOUR })
    expect(decided).toMatchObject({ decision: 'waiting', reason: 'calendar_unreadable' })
    expect(decided.conditions.find((one) => !one.met)?.heals).toBe('person')
  })

  test('a commit that ran there before may go back where the rule says so', () => {
    const rule = (how: string) =>
      policyOf(`freeze:\n  - { name: x, weekly: Mon 00:00 - Sun 24:00, rollbacks: ${how} }`)
    expect(decide([signed()], rule('pass'), { deployedTo: ['production'] }).decision).toBe('open')
    expect(decide([signed()], rule('pass')).decision).toBe('waiting')
    expect(decide([signed()], rule('wait'), { deployedTo: ['production'] }).decision).toBe('waiting')
  })
})

describe('the decision as a verdict', () => {
  test.each([
    ['pass', [signed()]],
    ['inconclusive', []],
    ['fail', [signed(verdict('worse'))]],
  ] as const)('%s survives writing and reading', (outcome, documents) => {
    const made = gateVerdict(decide(documents), target, NOW)
    expect(made.outcome).toBe(outcome)
    expect(decode(encode(made))).toEqual(made)
  })

  test('fits in a status report however many conditions there are', () => {
    const services = Array.from({ length: 80 }, (_, i) => `service-${i}`).join(', ')
    const decided = decide([], policyOf('', `require:\n  - { action: canary-step, services: [${services}] }`))
    expect(gateBrief(decided, 1024).length).toBeLessThanOrEqual(1024)
  })
})
