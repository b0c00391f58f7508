import { randomBytes } from 'node:crypto'
import { grants } from '../auth/permissions.ts'
import type { PermissionMap } from '../auth/permissions.ts'
import type { Installation } from '../model/index.ts'
import { repositoryOf } from '../repositories.ts'
import { created, decodeBody, ok } from '../server/call.ts'
import type { ApiCall, ApiReply, Routes } from '../server/call.ts'
import type { JsonObject } from '../server/json.ts'
import { paginate } from '../server/paginate.ts'
import { Refusal, notFound } from '../server/refusal.ts'
import { viewRepository } from '../views/repository.ts'
import { viewApp, viewUser } from '../views/user.ts'
import { githubTime } from '../backend.ts'
import type { Backend } from '../backend.ts'

const TOKEN_LIFE_MS = 3_600_000

interface TokenBody {
  readonly repositories?: readonly string[]
  readonly repository_ids?: readonly number[]
  readonly permissions?: PermissionMap
}

const appIdOf = (call: ApiCall): number => (call.credential.kind === 'app' ? call.credential.app.id : 0)

function viewInstallation(one: Installation, backend: Backend, api: string): JsonObject {
  const app = backend.store.app(one.appId)
  const account = backend.store.user(one.account)
  return {
    id: one.id,
    account: viewUser(account, api),
    repository_selection: 'all',
    access_tokens_url: `${api}/app/installations/${one.id}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url: `${new URL(api).origin}/settings/installations/${one.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { metadata: 'read', ...one.permissions },
    events: [...app.events],
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  }
}

function narrowed(installation: Installation, asked: PermissionMap | undefined): PermissionMap {
  const wanted = Object.entries(asked ?? installation.permissions)
  if (wanted.some(([key, level]) => !grants(installation.permissions, key, level))) {
    throw new Refusal(422, 'The permissions requested are not granted to this installation.')
  }
  return Object.fromEntries(wanted)
}

function createToken(call: ApiCall, backend: Backend): ApiReply {
  const { store } = backend
  const id = Number(call.params['installation_id'])
  const installation = store.installations.find((one) => one.id === id && one.appId === appIdOf(call))
  if (installation === undefined) throw notFound()
  const body = decodeBody<TokenBody>(call)
  const permissions = narrowed(installation, body.permissions)
  const own = [...store.repositories.values()].filter((one) => one.owner === installation.account)
  const selected = body.repositories !== undefined || body.repository_ids !== undefined
  const chosen = own.filter(
    (one) => body.repositories?.includes(one.name) || body.repository_ids?.includes(one.id),
  )
  const asked = (body.repositories?.length ?? 0) + (body.repository_ids?.length ?? 0)
  if (selected && chosen.length < asked) {
    throw new Refusal(422, 'There is at least one repository that does not exist or is not accessible.')
  }
  const token = `ghs_${randomBytes(18).toString('hex')}`
  const expiresAt = backend.now() + TOKEN_LIFE_MS
  store.tokens.set(token, {
    kind: 'installation',
    token,
    app: store.app(installation.appId),
    installationId: id,
    permissions,
    repositories: (selected ? chosen : own).map((one) => one.fullName),
    expiresAt,
    workflow: false,
  })
  return created({
    token,
    expires_at: githubTime(expiresAt),
    permissions: { metadata: 'read', ...permissions },
    repository_selection: selected ? 'selected' : 'all',
    ...(selected ? { repositories: chosen.map((one) => viewRepository(one, backend, call.api)) } : {}),
  })
}

export const apps: Routes = {
  'apps/create-installation-access-token': createToken,
  'apps/get-authenticated': (call, backend) =>
    ok(viewApp(call.credential.kind === 'app' ? call.credential.app : undefined, backend, call.api)),
  'apps/list-installations': (call, backend) => {
    const own = backend.store.installations.filter((one) => one.appId === appIdOf(call))
    const page = paginate(call, own)
    return ok(
      page.items.map((one) => viewInstallation(one, backend, call.api)),
      page.headers,
    )
  },
  'apps/get-repo-installation': (call, backend) => {
    const { owner } = repositoryOf(call, backend)
    const found = backend.store.installations.find(
      (one) => one.appId === appIdOf(call) && one.account === owner,
    )
    if (found === undefined) throw notFound()
    return ok(viewInstallation(found, backend, call.api))
  },
  'apps/list-repos-accessible-to-installation': (call, backend) => {
    const names = call.credential.kind === 'installation' ? call.credential.repositories : []
    const all = [...backend.store.repositories.values()]
    const page = paginate(
      call,
      all.filter((one) => names === undefined || names.includes(one.fullName)),
    )
    const shown = page.items.map((one) => viewRepository(one, backend, call.api))
    return ok({ total_count: page.total, repositories: shown }, page.headers)
  },
}
