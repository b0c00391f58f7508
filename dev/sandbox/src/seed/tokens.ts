import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { workflowPermissions } from '../auth/permissions.ts'
import type { PermissionMap } from '../auth/permissions.ts'
import { ACTIONS_APP } from '../store.ts'
import type { Store } from '../store.ts'

const DAY_MS = 24 * 3_600_000

export type TokenRequest =
  /** A job's GITHUB_TOKEN: exactly these keys, as `permissions:` gives them. */
  | { readonly kind: 'workflow'; readonly permissions?: PermissionMap; readonly repository?: string }
  /** A GITHUB_TOKEN on a fork's pull request: everything can be read, nothing written. */
  | { readonly kind: 'fork'; readonly repository?: string }
  /** A person's token; classic, unless `permissions` make it fine-grained. */
  | { readonly kind: 'user'; readonly login: string; readonly permissions?: PermissionMap }

const forkPermissions: PermissionMap = Object.fromEntries(
  [...workflowPermissions].map((key) => [key, 'read' as const]),
)

/** Makes a token and returns the secret to put into a header. */
export function makeToken(store: Store, request: TokenRequest, now: number): string {
  const secret = `${request.kind === 'user' ? 'ghp' : 'ghs'}_${randomBytes(18).toString('hex')}`
  if (request.kind === 'user') {
    const { permissions } = request
    store.tokens.set(secret, { kind: 'user', token: secret, user: store.user(request.login), permissions })
    return secret
  }
  const permissions = request.kind === 'fork' ? forkPermissions : (request.permissions ?? {})
  const impossible = Object.keys(permissions).filter((key) => !workflowPermissions.has(key))
  if (impossible.length > 0) {
    throw new Error(`permissions: has no key ${impossible.join(', ')}; a GITHUB_TOKEN can never have it`)
  }
  store.tokens.set(secret, {
    kind: 'installation',
    token: secret,
    app: store.app(ACTIONS_APP),
    installationId: 1,
    permissions,
    repositories: request.repository === undefined ? undefined : [request.repository],
    expiresAt: now + DAY_MS,
    workflow: true,
  })
  return secret
}

export interface AppSeed {
  readonly slug: string
  /** The account it is installed on. */
  readonly account: string
  readonly permissions?: PermissionMap
  readonly events?: readonly string[]
  readonly webhook?: { readonly url: string; readonly secret: string }
}

export interface SeededApp {
  readonly id: number
  readonly slug: string
  readonly installationId: number
  /** PEM, to sign the App's own JWT with. */
  readonly privateKey: string
}

/** A key of one's own, made when it is first needed: making one takes a good part of a second. */
function freshKey(): () => ReturnType<typeof makeKey> {
  let pair: ReturnType<typeof makeKey> | undefined
  return () => (pair ??= makeKey())
}

const makeKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Registers an App with a fresh key and installs it. */
export function makeApp(store: Store, seed: AppSeed): SeededApp {
  const key = freshKey()
  const id = store.nextId()
  const permissions = seed.permissions ?? { actions: 'read', deployments: 'write' }
  store.apps.set(id, {
    id,
    slug: seed.slug,
    name: seed.slug,
    owner: seed.account,
    permissions,
    events: seed.events ?? ['deployment_protection_rule'],
    publicKey: () => key().publicKey,
    webhook: seed.webhook,
  })
  const installationId = store.nextId()
  store.installations.push({ id: installationId, appId: id, account: seed.account, permissions })
  return {
    id,
    slug: seed.slug,
    installationId,
    get privateKey() {
      return key().privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    },
  }
}
