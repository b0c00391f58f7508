import type { KeyObject } from 'node:crypto'
import type { PermissionMap } from '../auth/permissions.ts'

export interface User {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot' | 'Organization'
}

export interface Team {
  readonly id: number
  readonly organization: string
  readonly slug: string
  readonly members: Set<string>
}

export interface App {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly owner: string
  readonly permissions: PermissionMap
  readonly events: readonly string[]
  /** Undefined for an App that can't sign in. */
  readonly publicKey: (() => KeyObject) | undefined
  readonly webhook: { readonly url: string; readonly secret: string } | undefined
}

export interface Installation {
  readonly id: number
  readonly appId: number
  readonly account: string
  readonly permissions: PermissionMap
}
