import {
  startSandbox,
  type PermissionMap,
  type Sandbox,
  type SandboxOptions,
  type SeededRepository,
} from '@sluice/sandbox'

export interface Response {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

export type Json = { readonly [key: string]: Json } & readonly Json[] & (string | number | boolean | null)

export type Ask = (method: string, path: string, body?: unknown, token?: string) => Promise<Response>

export interface Fixture {
  readonly sandbox: Sandbox
  readonly repository: SeededRepository
  /** Asks with a GITHUB_TOKEN that may write all that a workflow can. */
  readonly ask: Ask
  readonly token: string
}

export const everything: PermissionMap = {
  actions: 'read',
  checks: 'write',
  contents: 'read',
  deployments: 'write',
  pull_requests: 'write',
  statuses: 'write',
}

/** A sandbox with `acme/shop`; paths beginning with `~` are below that repository. */
export async function fixture(options: SandboxOptions = {}): Promise<Fixture> {
  const sandbox = await startSandbox({ listLagMs: 0, ...options })
  const repository = sandbox.repository({ owner: 'acme', name: 'shop', files: { 'README.md': 'hello' } })
  const token = sandbox.token({ kind: 'workflow', permissions: everything })
  return { sandbox, repository, token, ask: asker(sandbox.url, token) }
}

export function asker(url: string, fallback: string): Ask {
  return async (method, path, body, token = fallback) => {
    const response = await fetch(`${url}${path.replace(/^~/, '/repos/acme/shop')}`, {
      method,
      redirect: 'manual',
      headers: token === '' ? {} : { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: decodeJson(text) }
  }
}

const decodeJson = (text: string): Json => (text === '' ? null : JSON.parse(text)) as Json
