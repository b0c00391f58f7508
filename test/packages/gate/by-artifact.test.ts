import { readFileSync } from 'node:fs'
import { rejudge } from '@sluice/compat'
import {
  collectByArtifact,
  collectDeployments,
  collectFromChecks,
  decideGate,
  fetchPolicyFiles,
  type GateDecision,
} from '@sluice/gate'
import { connectGitHub, type GitHub } from '@sluice/github'
import { carry, signVerdict } from '@sluice/verdict'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judgedVerdict } from '../../actions/promote-gate/real-verdict.ts'
import { startPlainGitHub, type PlainGitHub } from './plain-github.ts'
import { HOUR, key, publicKey } from './world.ts'
import { readGatePolicy } from './read-gate-policy.ts'

const read = (name: string): string => readFileSync(new URL(`attestation/${name}`, import.meta.url), 'utf8')
const bundles = JSON.parse(read('bundles.json')) as Readonly<Record<string, object>>
const NOW =
  1000 * Number(/"integratedTime":"(\d+)"/.exec(JSON.stringify(bundles['genuine']))?.[1]) + 3_600_000
const ARTIFACT = `sha256:${'b'.repeat(64)}`
const TESTED = 'a'.repeat(40)
/** What the tested commit became when it was squashed, with the same artifact. */
const MERGED = 'd'.repeat(40)

const KEYS = readGatePolicy(
  `require: [canary-step]\npublic-keys: |\n  ${publicKey.trim().replaceAll('\n', '\n  ')}\n`,
  'p',
)
const KEYLESS = readGatePolicy(
  'require: [canary-step]\nattestations: { root: root.jsonl, workflow: "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main" }',
  'p',
)

let plain: PlainGitHub
let github: GitHub
beforeEach(async () => {
  plain = await startPlainGitHub()
  plain.state.files.set('acme/shop:root.jsonl', read('trusted-root.json').trim())
  github = connectGitHub({
    token: 'ghs_0123456789abcdef',
    apiUrl: plain.url,
    repository: 'acme/shop',
    signal: new AbortController().signal,
    log: { warning: () => {} },
    client: 'app',
    retryBaseMs: 1,
    secondMs: 1,
  })
})
afterEach(async () => await plain.close())

const verdictText = (errors: number, change: object = {}, to = NOW - HOUR): string => {
  const subject = {
    repository: 'acme/shop',
    sha: TESTED,
    environment: 'production',
    service: 'api',
    artifact: ARTIFACT,
  }
  return signVerdict(judgedVerdict({ ...subject, ...change }, errors, to), key, to)
}

/** A canary of the tested commit: its record and the check that carries its verdict. */
function canary(errors: number, sha = TESTED, artifact = ARTIFACT, to = NOW - HOUR): number {
  plain.state.check(
    sha,
    'Sluice canary-step (production, api)',
    carry(verdictText(errors, { sha, artifact }, to)),
  )
  return plain.state.deployment({
    sha,
    task: 'sluice:api',
    payload: { sluice: 2, identity: { sha, artifact } },
  })
}

async function decide(policy = KEYS, change: object = {}): Promise<GateDecision> {
  const target = {
    repository: 'acme/shop',
    sha: MERGED,
    environment: 'production',
    evidenceFrom: 'production',
    service: 'api',
    artifact: ARTIFACT,
    ...change,
  }
  const own = await collectDeployments(github, target, policy)
  const elsewhere = await collectByArtifact(github, target, policy, NOW)
  const checks = await collectFromChecks(github, target.sha, policy.postedBy)
  return decideGate(
    policy,
    {
      target,
      documents: [...checks, ...own.documents, ...elsewhere.documents],
      rolledBack: [...own.rolledBack, ...elsewhere.rolledBack],
      files: await fetchPolicyFiles(github, policy),
      overrides: [],
      rejudge,
    },
    NOW,
  )
}

describe('evidence follows the artifact', () => {
  test('of a squashed commit: the canary of the branch counts for the same digest', async () => {
    canary(20)
    expect(await decide()).toMatchObject({ decision: 'open', refused: [] })
  })

  test('of another digest: the same canary does not count', async () => {
    canary(20)
    expect(await decide(KEYS, { artifact: `sha256:${'e'.repeat(64)}` })).toMatchObject({
      decision: 'waiting',
      reason: 'evidence_missing',
    })
    expect(await decide(KEYS, { artifact: undefined })).toMatchObject({ decision: 'waiting' })
  })

  test('a fail at another commit stands, although the new commit passed', async () => {
    canary(900, TESTED, ARTIFACT, NOW - 3 * HOUR)
    canary(20, MERGED)
    expect(await decide()).toMatchObject({ decision: 'closed', reason: 'earlier_attempt_failed' })
  })

  test('a rollback at another commit stands, although its verdict is gone', async () => {
    const id = canary(900)
    plain.state.checks.splice(0)
    plain.state.status(id, 'failure')
    plain.state.status(id, 'inactive')
    canary(20, MERGED)
    expect(await decide()).toMatchObject({ decision: 'closed', reason: 'earlier_attempt_failed' })
  })

  test('a rollback of another artifact of the same commit does not', async () => {
    const id = canary(900, MERGED, `sha256:${'e'.repeat(64)}`)
    plain.state.status(id, 'failure')
    canary(20)
    expect(await decide()).toMatchObject({ decision: 'open' })
  })

  test('a record that someone else made points nowhere', async () => {
    plain.state.check(TESTED, 'Sluice canary-step (production, api)', carry(verdictText(20)))
    plain.state.deployment({
      sha: TESTED,
      task: 'sluice:api',
      payload: { sluice: 2, identity: { sha: TESTED, artifact: ARTIFACT } },
      creator: { login: 'mallory' },
    })
    expect(await decide()).toMatchObject({ decision: 'waiting', reason: 'evidence_missing' })
  })

  test('a verdict that names this artifact but is signed by nobody does not count', async () => {
    plain.state.check(TESTED, 'x', carry(JSON.stringify({ schema: 1 })))
    plain.state.deployment({
      sha: TESTED,
      task: 'sluice:api',
      payload: { identity: { sha: TESTED, artifact: ARTIFACT } },
    })
    expect(await decide()).toMatchObject({ decision: 'waiting' })
  })

  test('a flood of records that could hide a fail is an error', async () => {
    for (let i = 0; i < 1000; i++)
      plain.state.deployment({ sha: String(i), task: 'sluice:api', created_at: new Date(NOW).toISOString() })
    await expect(decide()).rejects.toMatchObject({ code: 'TOO_MANY_DEPLOYMENTS' })
  })
})

describe('attestations that GitHub keeps about the artifact', () => {
  test('open without any key, for another commit with the same artifact', async () => {
    plain.state.attestations.set(ARTIFACT, [bundles['genuine']])
    expect(await decide(KEYLESS)).toMatchObject({ decision: 'open', authenticated: true })
  })

  test.each([
    ['otherRepository', 'wrong_signer'],
    ['saysNothing', 'wrong_signer'],
    ['otherDigest', 'subject_mismatch'],
    ['provenance', 'wrong_statement'],
  ])('%s is refused: %s', async (name, refusal) => {
    plain.state.attestations.set(ARTIFACT, [bundles[name]])
    const decided = await decide(KEYLESS)
    expect(decided).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
    expect(decided.refused[0]?.refusal).toBe(refusal)
  })

  test('a fail among them stands', async () => {
    plain.state.attestations.set(ARTIFACT, [bundles['genuine'], bundles['failed']])
    expect(await decide(KEYLESS)).toMatchObject({ decision: 'closed' })
  })

  test('one that GitHub names without its content is an error: it might be a fail', async () => {
    plain.state.attestations.set(ARTIFACT, [bundles['genuine'], null])
    await expect(decide(KEYLESS)).rejects.toThrow('listed without its content')
  })

  test('are not asked for where the policy trusts keys alone', async () => {
    await decide()
    expect(plain.requests.filter(({ path }) => path.includes('attestations'))).toEqual([])
  })
})
