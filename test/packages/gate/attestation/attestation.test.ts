import { readFileSync } from 'node:fs'
import { rejudge } from '@sluice/compat'
import { describe, expect, test } from 'vitest'
import { decide, target } from '../world.ts'
import { readGatePolicy } from '../read-gate-policy.ts'

const text = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const bundles = JSON.parse(text('bundles.json')) as Readonly<Record<string, object>>
const recorded = (name: string): string => JSON.stringify(bundles[name])
const bundle = recorded('genuine')
const root = text('trusted-root.json')
const NOW = 1000 * Number(/"integratedTime":"(\d+)"/.exec(bundle)?.[1]) + 3_600_000
const WORKFLOW = 'https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main'

function gate(
  document: string,
  change: {
    readonly workflow?: string
    readonly issuer?: string
    readonly root?: string | undefined
    readonly more?: string
    readonly repository?: string
  } = {},
) {
  const { workflow = WORKFLOW, issuer = 'https://token.actions.githubusercontent.com', more = '' } = change
  const policy = readGatePolicy(
    `require: [canary-step]\nattestations:\n  root: trusted-root.json\n  workflow: ${workflow}\n  issuer: ${issuer}\n${more}`,
    'p',
  )
  const files = { 'trusted-root.json': 'root' in change ? change.root : root }
  return decide(
    [{ origin: 'file attestation.json', text: document }],
    policy,
    {
      target: {
        ...target,
        artifact: `sha256:${'b'.repeat(64)}`,
        repository: change.repository ?? target.repository,
      },
      files,
      rejudge,
    },
    NOW,
  )
}

const refusal = (...given: Parameters<typeof gate>): string => {
  const decided = gate(...given)
  expect(decided.decision).toBe('closed')
  return `${decided.refused[0]?.refusal}: ${decided.refused[0]?.detail}`
}

/** The bundle with another statement in it; the signature stays what it was. */
function restated(change: (statement: string) => string): string {
  const parsed = JSON.parse(bundle) as { dsseEnvelope: { payload: string } }
  const payload = change(Buffer.from(parsed.dsseEnvelope.payload, 'base64').toString())
  return JSON.stringify({
    ...parsed,
    dsseEnvelope: { ...parsed.dsseEnvelope, payload: Buffer.from(payload).toString('base64') },
  })
}

describe('an artifact attestation, checked offline under a local trusted root', () => {
  test('of the named workflow counts as a signature', () => {
    expect(gate(bundle)).toMatchObject({ decision: 'open', authenticated: true })
    expect(gate(bundle).accepted[0]?.signedBy).toBe(WORKFLOW)
  })

  test('counts under any of several roots', () => {
    const other = JSON.stringify({
      ...(JSON.parse(root) as object),
      certificateAuthorities: [],
      tlogs: [],
      ctlogs: [],
    })
    expect(gate(bundle, { root: `${other}\n${JSON.stringify(JSON.parse(root))}\n` }).decision).toBe('open')
    expect(refusal(bundle, { root: other })).toMatch(/^bad_signature/)
  })

  test.each([
    ['another workflow', WORKFLOW.replace('release', 'evil')],
    ['another branch', WORKFLOW.replace('main', 'feature')],
    ['a workflow whose name only begins alike', `${WORKFLOW}-2`],
    ['a pattern that would match anything', 'https://.*@refs/.*'],
  ])('of %s is refused', (_, workflow) => {
    expect(refusal(bundle, { workflow })).toMatch(/^bad_signature: certificate identity error/)
  })

  test('by another issuer is refused', () => {
    expect(refusal(bundle, { issuer: 'https://accounts.example.com' })).toMatch(
      /^bad_signature: invalid certificate extension/,
    )
  })

  test('that was altered is refused', () => {
    expect(refusal(restated((statement) => statement.replace(/"events":\d+,/, '"events":7,')))).toMatch(
      /^bad_signature/,
    )
  })

  test('without its log entry, or with half a bundle, is refused', () => {
    const parsed = JSON.parse(bundle) as { verificationMaterial: object }
    const bare = { ...parsed, verificationMaterial: { ...parsed.verificationMaterial, tlogEntries: [] } }
    expect(refusal(JSON.stringify(bare))).toMatch(/^(bad_signature|malformed_envelope)/)
    expect(refusal('{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}')).toMatch(
      /^malformed_envelope/,
    )
  })

  test('is refused where the root is missing or makes no sense', () => {
    expect(refusal(bundle, { root: undefined })).toMatch(/^no_keys/)
    expect(refusal(bundle, { root: 'not json' })).toMatch(/^bad_signature/)
  })

  const STRICT = '  refs: refs/heads/main\n  events: [push]\n  runner: github-hosted\n'

  test('of the named ref, event and kind of runner counts where the policy asks for them', () => {
    expect(gate(bundle, { more: STRICT }).decision).toBe('open')
  })

  test.each([
    ['another repository, although the workflow is the same', 'otherRepository', '', 'repository'],
    ['another ref', 'otherRef', STRICT, 'ref'],
    ['another event', 'otherEvent', STRICT, 'event'],
    ['a self-hosted runner', 'selfHosted', STRICT, 'runner'],
    ['a run that says nothing about itself', 'saysNothing', '', 'repository'],
  ])('by a run of %s is refused', (_, name, more, what) => {
    expect(refusal(recorded(name), { more })).toMatch(new RegExp(`^wrong_signer: the ${what} of the run`))
  })

  test('of our repository opens no other one', () => {
    expect(refusal(bundle, { repository: 'acme/other' })).toMatch(/^wrong_signer/)
  })

  test('whose statement is about another digest than its verdict is refused', () => {
    expect(refusal(recorded('otherDigest'))).toMatch(/^subject_mismatch/)
  })

  test('that is about how the artifact was built is no verdict', () => {
    expect(refusal(recorded('provenance'))).toMatch(/^wrong_statement/)
  })

  test('of a fail closes', () => {
    expect(gate(recorded('failed'))).toMatchObject({ decision: 'closed', reason: 'outcome_failed' })
  })
})
