import {
  collectFromChecks,
  collectDeployments,
  collectOverrides,
  fetchPolicyFiles,
  fetchDraft,
} from '@sluice/gate'
import { connectGitHub, type GitHub } from '@sluice/github'
import { startSandbox, type Fault, type Sandbox } from '@sluice/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { policyOf, target } from './world.ts'

const POLICY = policyOf(
  'freeze:\n  - { name: x, calendar: freeze.ics }\noverrides:\n  - { team: release-managers }',
)

let sandbox: Sandbox
let sha: string
let github: GitHub
beforeAll(async () => {
  sandbox = await startSandbox({ listLagMs: 0 })
  const repository = sandbox.repository({
    owner: 'acme',
    name: 'shop',
    files: { 'gate.yml': 'require: [canary-step]\n' },
  })
  sha = repository.pullRequest().headSha
})
afterAll(async () => {
  await sandbox.close()
})
beforeEach(() => {
  sandbox.clearInjections()
  github = connectGitHub({
    token: sandbox.token({ kind: 'user', login: 'mona' }),
    apiUrl: sandbox.url,
    repository: 'acme/shop',
    signal: new AbortController().signal,
    log: { warning: () => {} },
    retries: 1,
    retryBaseMs: 1,
    callMs: 3000,
  })
})

const READS = {
  'the policy': async () => await fetchDraft(github, 'gate.yml'),
  'a calendar': async () => await fetchPolicyFiles(github, POLICY),
  'check runs': async () => await collectFromChecks(github, sha, ['github-actions']),
  deployments: async () => await collectDeployments(github, { ...target, sha }, POLICY),
  overrides: async () => await collectOverrides(github, { ...target, sha }, POLICY, Date.now()),
} as const
const FAULTS: Readonly<Record<string, Fault>> = {
  'answers 500': { status: 500 },
  'answers 403': { status: 403, body: { message: 'Resource not accessible by integration' } },
  'answers nonsense': { status: 200, body: 'nonsense' },
  'hangs up': 'drop',
  'does not answer in time': { delayMs: 15_000 },
}

describe('what cannot be read is an error, never the absence of evidence against', () => {
  for (const [what, read] of Object.entries(READS))
    for (const [how, respond] of Object.entries(FAULTS))
      test(`${what}, when GitHub ${how}`, async () => {
        sandbox.inject({ match: { path: '/repos/' }, times: 50, respond })
        await expect(read()).rejects.toThrow(Error)
      })
})

test('a team that cannot be looked up is unknown, which is not a yes', async () => {
  const repository = sandbox.state.repository('acme/shop')
  const pull = repository.pulls[0]?.number ?? 0
  const at = new Date().toISOString()
  repository.comments.push({
    id: 9_999_999,
    issue: pull,
    author: 'mona',
    appId: undefined,
    body: `/sluice override production ${sha} because I say so`,
    createdAt: at,
    updatedAt: at,
  })
  sandbox.inject({ match: { path: '/memberships/' }, times: 50, respond: { status: 403 } })
  const { requests } = await collectOverrides(github, { ...target, sha }, POLICY, Date.now())
  expect(requests[0]).toMatchObject({ login: 'mona', teams: undefined })
})
