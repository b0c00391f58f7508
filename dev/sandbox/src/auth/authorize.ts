import type { Repository } from '../model/index.ts'
import { Refusal, notFound } from '../server/refusal.ts'
import type { Credential } from './credential.ts'
import { grants, permissionRules } from './permissions.ts'
import type { PermissionRule } from './permissions.ts'

const INTEGRATION = 'Resource not accessible by integration'
const PERSONAL = 'Resource not accessible by personal access token'

/** Refuses an operation that this credential may not do, in GitHub's words and status. */
export function authorize(
  operation: string,
  credential: Credential,
  repository: Repository | undefined,
): void {
  const requirement = permissionRules[operation]
  if (requirement === undefined) throw new Error(`no permission is stated for ${operation}`)
  if (requirement === 'anyone') return
  if (credential.kind === 'anonymous') throw new Refusal(401, 'Requires authentication')
  if (typeof requirement === 'string') return requireKind(requirement, credential)
  if (credential.kind === 'app') throw new Refusal(401, 'A JSON web token could not be decoded')
  if (repository !== undefined && !reaches(credential, repository) && !isOpen(operation, repository))
    throw notFound()
  requirePermission(requirement, credential)
  if (operation.startsWith('checks/') && requirement.level === 'write' && credential.kind === 'user') {
    throw new Refusal(403, 'You must authenticate via a GitHub App.')
  }
}

function requireKind(kind: 'app' | 'installation' | 'user', credential: Credential): void {
  if (credential.kind === kind) return
  if (kind === 'app') throw new Refusal(401, 'A JSON web token could not be decoded')
  throw new Refusal(403, INTEGRATION)
}

function reaches(credential: Credential, repository: Repository): boolean {
  if (credential.kind !== 'installation' || credential.repositories === undefined) return true
  return credential.repositories.includes(repository.fullName)
}

/** Files of a public repository can be read with any token. */
const isOpen = (operation: string, repository: Repository): boolean =>
  operation === 'repos/get-content' && !repository.private

function requirePermission(requirement: Exclude<PermissionRule, string>, credential: Credential): void {
  if (credential.kind !== 'installation' && credential.kind !== 'user') return
  const held = credential.permissions
  if (held === undefined || requirement.any.some((key) => grants(held, key, requirement.level))) return
  const accepted = requirement.any.map((key) => `${key}=${requirement.level}`).join('; ')
  const message = credential.kind === 'user' ? PERSONAL : INTEGRATION
  throw new Refusal(403, message, {}, { 'x-accepted-github-permissions': accepted })
}
