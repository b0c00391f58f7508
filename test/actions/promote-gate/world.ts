import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  factsFor,
  runAction,
  startSandbox,
  type ActionResult,
  type FactsOptions,
  type PullSeed,
  type Sandbox,
  type SeededRepository,
} from '@sluice/sandbox'
import { carry, generateKeys, readSigningKey, signVerdict } from '@sluice/verdict'
import { root } from '../../support/files.ts'
import { judgedVerdict } from './real-verdict.ts'

const PERMISSIONS = {
  actions: 'read',
  checks: 'write',
  contents: 'read',
  deployments: 'write',
  pull_requests: 'write',
} as const

const pair = generateKeys()
export const signingKey = pair.privateKey
export const key = readSigningKey(pair.privateKey)
export const publicKey = pair.publicKey
const indented = publicKey.trim().replaceAll('\n', '\n  ')

export const POLICY = `require: [canary-step]\npublic-keys: |\n  ${indented}\n`

export interface Posted {
  readonly token?: string
  /** Instead of the packed document. */
  readonly text?: string
  readonly detailsUrl?: string
}

/** A GitHub with a policy on its default branch and one pull request, and a workspace; promote-gate runs from its sources unless asked otherwise. */
export interface World {
  readonly sandbox: Sandbox
  readonly repository: SeededRepository
  readonly pull: number
  readonly sha: string
  readonly workspace: string
  readonly subject: Parameters<typeof judgedVerdict>[0]
  readonly gate: (inputs?: Readonly<Record<string, string>>, facts?: FactsOptions) => Promise<ActionResult>
  /** A signed verdict about the pull request's head: of 20,000 requests, `errors` failed. */
  readonly evidence: (errors?: number, to?: number) => string
  readonly file: (name: string, text: string) => void
  readonly check: (document: string, posted?: Posted) => Promise<void>
  readonly close: () => Promise<void>
}

export async function openWorld(policy: string = POLICY, pullFiles: PullSeed['files'] = {}): Promise<World> {
  const sandbox = await startSandbox()
  const repository = sandbox.repository({
    owner: 'acme',
    name: 'shop',
    files: { '.github/sluice-gate.yml': policy },
  })
  const { number: pull, headSha: sha } = repository.pullRequest({
    title: 'Faster checkout',
    files: pullFiles,
  })
  const workspace = mkdtempSync(join(tmpdir(), 'gate-'))
  const subject = { repository: 'acme/shop', sha, environment: 'production', service: 'app' }
  return {
    sandbox,
    repository,
    pull,
    sha,
    workspace,
    subject,
    gate: async (inputs = {}, facts = {}) =>
      await runAction({
        action: join(root, 'actions/promote-gate'),
        workspace,
        facts: factsFor(sandbox, repository, { pull, permissions: PERMISSIONS, ...facts }),
        with: { policy: '.github/sluice-gate.yml', ...inputs },
      }),
    evidence: (errors = 20, to = Date.now() - 60_000) =>
      signVerdict(judgedVerdict(subject, errors, to), key, to),
    file: (name, text) => {
      mkdirSync(dirname(join(workspace, name)), { recursive: true })
      writeFileSync(join(workspace, name), text)
    },
    check: async (document, posted = {}) => {
      const name = 'Sluice canary-step (production, app)'
      const text = posted.text ?? carry(document)
      const bearer =
        posted.token ??
        sandbox.token({ kind: 'workflow', permissions: { checks: 'write' }, repository: 'acme/shop' })
      const response = await fetch(`${sandbox.url}/repos/acme/shop/check-runs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          name,
          head_sha: sha,
          conclusion: 'success',
          details_url: posted.detailsUrl ?? 'https://example.com',
          output: { title: 'Canary', summary: 'The report', text },
        }),
      })
      if (response.status !== 201) throw new Error(`the check was not made: ${await response.text()}`)
    },
    close: async () => {
      await sandbox.close()
      rmSync(workspace, { recursive: true, force: true })
    },
  }
}

/** Reasons of the unmet conditions that the step wrote. */
export function unmet({ outputs }: ActionResult): readonly string[] {
  return (JSON.parse(outputs['unmet'] ?? '[]') as { readonly reason: string }[]).map((one) => one.reason)
}
