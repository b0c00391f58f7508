import { decideGate, filesFrom, joinPolicies, readPolicyDraft, tighten, type GatePolicy } from '@sluice/gate'
import { generateKeys, readSigningKey, signVerdict } from '@sluice/verdict'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, key, NOW, publicKey, signed, target, unmet, verdict } from './world.ts'

const draft = (yaml: string) => readPolicyDraft(yaml, 'p')
const keysOf = (...pems: readonly string[]): string =>
  `public-keys: |\n  ${pems.join('\n').trim().replaceAll('\n', '\n  ')}\n`
const OURS = keysOf(publicKey)
const joined = (organization: string, repository: string): GatePolicy =>
  joinPolicies(draft(organization), draft(repository), 'p').policy
const mallory = generateKeys()
const forged = {
  origin: 'file',
  text: signVerdict(verdict(), readSigningKey(mallory.privateKey), NOW - HOUR),
}

function decide(policy: GatePolicy, documents = [signed()], change: object = {}) {
  return decideGate(
    policy,
    { target, documents, files: {}, overrides: [], rejudge: () => [], ...change },
    NOW,
  )
}

const ORGANIZATION = `require: [canary-step]\n${OURS}`

describe('a repository can tighten the policy of its organization and never loosen it:', () => {
  const attempts: readonly (readonly [string, string, string, string])[] = [
    [
      'drop a required action',
      'require: [canary-step, shadow-compare]\n',
      'require: [canary-step]',
      'evidence_missing',
    ],
    [
      'ask for no service',
      'require: [{ action: canary-step, services: [web] }]\n',
      'require: [canary-step]',
      'evidence_missing',
    ],
    [
      'accept older evidence',
      'require: [canary-step]\nmax-age: 10m\n',
      'require: [canary-step]\nmax-age: 30d',
      'expired',
    ],
    [
      'accept fewer trials',
      'require: [canary-step]\nmin-trials: 5000\n',
      'require: [canary-step]\nmin-trials: 1',
      'too_few_trials',
    ],
    [
      'accept less confidence',
      'require: [canary-step]\nconfidence: 99%\n',
      'require: [canary-step]\nconfidence: 50%',
      'confidence_too_low',
    ],
    [
      'allow its own judging policy',
      `require: [canary-step]\npolicies: ["sha256:${'0'.repeat(64)}"]\n`,
      `require: [canary-step]\npolicies: ["${verdict().policy.digest}"]`,
      'policy_not_allowed',
    ],
    [
      'lift a freeze',
      'require: [canary-step]\nfreeze: [{ name: all, from: 2026-01-01 00:00, to: 2027-01-01 00:00 }]\n',
      'require: [canary-step]\nfreeze: [{ name: all, from: 2020-01-01 00:00, to: 2020-01-02 00:00 }]',
      'frozen',
    ],
    [
      'skip an environment',
      'require: [canary-step]\nafter: [staging]\n',
      'require: [canary-step]\nafter: [production]',
      'not_deployed_before',
    ],
    [
      'skip a check',
      'require: [canary-step]\nchecks: [build]\n',
      'require: [canary-step]\nchecks: [{ name: build, level: warn }]',
      'check_missing',
    ],
    [
      'widen a margin',
      'require: [canary-step]\njudging: [{ max-margin: 1% }]\n',
      'require: [canary-step]\njudging: [{ max-margin: 900% }]',
      'margin_too_large',
    ],
    [
      'audit instead of enforcing',
      'require: [shadow-compare]\n',
      'require: [canary-step]\nmode: audit',
      'evidence_missing',
    ],
    [
      'share the way with others',
      'require: [canary-step]\nexclusive: true\n',
      'require: [canary-step]\nexclusive: false',
      'other_deployment',
    ],
    [
      'do without provenance',
      'require: [canary-step]\nprovenance: { root: r, workflow: "https://github.com/acme/build/.github/workflows/b.yml@refs/heads/main" }\n',
      'require: [canary-step]',
      'artifact_unknown',
    ],
    [
      'shrink a group',
      'require: [canary-step]\nquorum: [{ name: all, services: [api, web] }]\n',
      'require: [canary-step]\nquorum: [{ name: all, services: [api] }]',
      'quorum_missing',
    ],
  ]
  test.each(attempts)('%s', (_, organization, repository, reason) => {
    const decided = decide(joined(`${organization}${OURS}`, repository))
    expect(decided.decision).not.toBe('open')
    expect(unmet(decided)).toContain(reason)
  })

  test.each([
    ['a key of its own', keysOf(mallory.publicKey)],
    ['no signature', 'signed: false\n'],
    [
      'attestations of its own workflow',
      'attestations: { root: r, workflow: "https://github.com/mallory/x/.github/workflows/x.yml@refs/heads/x" }\n',
    ],
  ])('accept %s', (_, own) => {
    const policy = joined(ORGANIZATION, `require: [canary-step]\n${own}`)
    expect(policy.signed).toBe(true)
    expect(policy.attestations).toBeUndefined()
    expect(decide(policy, [forged]).decision).toBe('closed')
  })

  test('accept unsigned evidence where the organization says nothing about signatures', () => {
    const policy = joined('require: [canary-step]', 'require: [canary-step]\nsigned: false')
    expect(decide(policy, [{ origin: 'file', text: JSON.stringify(verdict()) }]).decision).toBe('closed')
  })

  test('trust one of several keys of the organization, and no other', () => {
    const both = `require: [canary-step]\n${keysOf(publicKey, mallory.publicKey)}`
    const policy = joined(both, `require: [canary-step]\n${OURS}`)
    expect(decide(policy).decision).toBe('open')
    expect(decide(policy, [forged]).decision).toBe('closed')
    expect(joined(ORGANIZATION, `require: [canary-step]\n${keysOf(mallory.publicKey)}`)).toMatchObject({
      keys: [],
      trustIsStated: true,
    })
  })

  test('let its own people override', () => {
    const override = {
      origin: 'c',
      login: 'mallory',
      teams: ['friends'],
      environment: 'production',
      subject: target.sha,
      reason: 'let me through now',
      edited: false,
      usedBy: undefined,
      at: NOW - 1000,
    }
    const rule = 'overrides: [{ team: friends, may: [trials] }]\n'
    const few = `require: [canary-step]\nmin-trials: 5000\n${OURS}`
    const policy = joined(few, `require: [canary-step]\n${rule}`)
    expect(decide(policy, [signed()], { overrides: [override] }).decision).toBe('waiting')
    expect(
      decide(joined(`${few}${rule}`, 'require: [canary-step]'), [signed()], { overrides: [override] })
        .decision,
    ).toBe('open')
  })
})

test('an organization alone is enough, and a repository alone as before', () => {
  expect(decide(joinPolicies(draft(ORGANIZATION), undefined, 'p').policy).decision).toBe('open')
  expect(decide(joinPolicies(undefined, draft(ORGANIZATION), 'p').policy).decision).toBe('open')
  expect(() => joinPolicies(undefined, undefined, 'p')).toThrow('there is no p')
})

test('names what of the repository has no effect', () => {
  const { ignored } = tighten(
    draft(`${ORGANIZATION}max-age: 1h\n`),
    draft('require: [canary-step]\nmax-age: 2h\nmin-trials: 9\nsigned: false'),
  )
  expect(ignored).toEqual(['signed', 'max-age'])
})

test('files that the organization names come from its own repository', () => {
  const moved = filesFrom('acme/.github', draft(`${ORGANIZATION}freeze: [{ name: x, calendar: a.ics }]\n`))
  const policy = joinPolicies(
    moved,
    draft('require: [canary-step]\nfreeze: [{ name: y, calendar: a.ics }]'),
    'p',
  ).policy
  expect(policy.freeze.map((one) => (one.kind === 'calendar' ? one.repository : ''))).toEqual([
    'acme/.github',
    undefined,
  ])
})

/** Parts of policies, each of which makes it stricter or looser than its default. */
const PARTS: readonly string[] = [
  'max-age: 10m',
  'max-age: 9d',
  'min-trials: 5000',
  'min-trials: 1',
  'confidence: 99%',
  'confidence: 60%',
  'artifact: required',
  'artifact: "any"',
  'signed: false',
  'after: [staging]',
  'checks: [build]',
  'exclusive: true',
  'mode: audit',
  'events: [push]',
  'branches: [main]',
  'wait: 1h',
  'posted-by: [other-app]',
  'judging: [{ judges: [threshold] }]',
  'freeze: [{ name: f, from: 2026-01-01 00:00, to: 2027-01-01 00:00 }]',
]

test('whatever a repository adds, what its organization alone keeps closed stays closed', () => {
  const part = fc.uniqueArray(fc.constantFrom(...PARTS), {
    maxLength: 6,
    selector: (one) => one.split(':')[0],
  })
  fc.assert(
    fc.property(
      part,
      part,
      fc.constantFrom(signed(), forged, signed(verdict('worse'))),
      (strict, loose, document) => {
        const own = strict.filter((one) => one !== 'signed: false' && one !== 'mode: audit')
        const organization = `${ORGANIZATION}${own.join('\n')}`
        const alone = decide(joinPolicies(draft(organization), undefined, 'p').policy, [document])
        const both = decide(joined(organization, `require: [canary-step]\n${loose.join('\n')}`), [document])
        expect(alone.decision !== 'open' && both.decision === 'open').toBe(false)
      },
    ),
    { numRuns: 300 },
  )
})

test('signatures by our key still open', () => {
  expect(
    decide(joined(ORGANIZATION, 'require: [canary-step]'), [
      { origin: 'f', text: signVerdict(verdict(), key, NOW - HOUR) },
    ]).decision,
  ).toBe('open')
})
