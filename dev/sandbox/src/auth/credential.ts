import type { App, User } from '../model/index.ts'
import type { PermissionMap } from './permissions.ts'

/** Who is asking. */
export type Credential =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation'
      readonly token: string
      readonly app: App
      readonly installationId: number
      readonly permissions: PermissionMap
      /** Full names; every repository of the installation when undefined. */
      readonly repositories: readonly string[] | undefined
      /** Milliseconds since the epoch. */
      readonly expiresAt: number
      /** Set for a GITHUB_TOKEN. */
      readonly workflow: boolean
    }
  | {
      readonly kind: 'user'
      readonly token: string
      readonly user: User
      /** Undefined: a classic token, which may do all its owner may. */
      readonly permissions: PermissionMap | undefined
    }

/** The login that GitHub shows for this credential. */
export function loginOf(credential: Credential): string {
  switch (credential.kind) {
    case 'anonymous':
      return ''
    case 'app':
    case 'installation':
      return `${credential.app.slug}[bot]`
    case 'user':
      return credential.user.login
  }
}

/** The App through which this credential acts, if any. */
export const appOf = (credential: Credential): App | undefined =>
  credential.kind === 'app' || credential.kind === 'installation' ? credential.app : undefined
