import { connectGitHub, type GitHub, type GitHubOptions } from '@sluice/github'
import {
  startSandbox,
  type PermissionMap,
  type Sandbox,
  type SandboxOptions,
  type SeededRepository,
  type TokenRequest,
} from '@sluice/sandbox'

export const everything: PermissionMap = {
  actions: 'read',
  checks: 'write',
  contents: 'read',
  deployments: 'write',
  pull_requests: 'write',
  statuses: 'write',
}

export const NAME = 'acme/shop'

export interface World {
  readonly sandbox: Sandbox
  readonly repository: SeededRepository
  readonly warnings: string[]
  /** Connects with a new token of this kind; by default one that may do all a workflow can. */
  connect(token?: TokenRequest, options?: Partial<GitHubOptions>): GitHub
  paths(method: string): readonly string[]
}

export async function createWorld(options: SandboxOptions = {}): Promise<World> {
  const sandbox = await startSandbox({ listLagMs: 0, ...options })
  const repository = sandbox.repository({ owner: 'acme', name: 'shop', files: { 'policy.yml': 'a: 1' } })
  const warnings: string[] = []
  return {
    sandbox,
    repository,
    warnings,
    connect: (token = { kind: 'workflow', permissions: everything }, more = {}) =>
      connectGitHub({
        token: sandbox.token(token),
        apiUrl: sandbox.url,
        repository: NAME,
        signal: new AbortController().signal,
        log: { warning: (message) => void warnings.push(message) },
        retryBaseMs: 5,
        ...more,
      }),
    paths: (method) => sandbox.state.requests.filter((one) => one.method === method).map(({ path }) => path),
  }
}
