import { gateBrief, gateSections, gateVerdict, type OverrideRequest } from '@sluice/gate'
import { decode, encode } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { decide, HOUR, NOW, policyOf, SHA, signed, target, unmet, verdict } from './world.ts'

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
      'min-trials: 5000\nmax-age: 30m\nconfidence: 99%\nfreeze:\n  - { name: night, weekly: Mon 00:00 - Sun 24:00 }\nartifact: required',
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

  test('without a key opens on a sound verdict and says each time that nothing proves who wrote it', () => {
    const policy = { ...policyOf(), keys: [] }
    const decided = decide([{ origin: 'file', text: encode(verdict()) }], policy)
    expect(decided).toMatchObject({ decision: 'open', authenticated: false })
    expect(gateBrief(decided, 1024)).toContain('unauthenticated')
  })

  test('without a key but with `signed: true` does not open', () => {
    const policy = { ...policyOf('signed: true'), keys: [] }
    expect(decide([signed()], policy)).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
  })
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
    sha: SHA.slice(0, 12),
    reason: 'security fix, agreed with on-call',
    edited: false,
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
    ['other_commit', { sha: 'b'.repeat(12) }],
    ['other_commit', { sha: 'aaa' }],
    ['other_environment', { environment: 'staging' }],
    ['no_reason', { reason: 'urgent' }],
    ['expired', { at: NOW - 25 * HOUR }],
  ])('is refused: %s', (refusal, change) => {
    const decided = decide([signed()], policy, { overrides: [{ ...request, ...change }] })
    expect(decided.decision).toBe('waiting')
    expect(decided.refusedOverrides).toEqual([{ by: 'mona', origin: request.origin, refusal }])
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
