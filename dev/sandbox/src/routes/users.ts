import { repositoryOf } from '../repositories.ts'
import { ok } from '../server/call.ts'
import type { Routes } from '../server/call.ts'
import { Refusal, notFound } from '../server/refusal.ts'
import { viewUser } from '../views/user.ts'

const counts = ['public_repos', 'public_gists', 'followers', 'following']
const texts = ['name', 'company', 'blog', 'location', 'email', 'hireable', 'bio']

export const users: Routes = {
  'repos/get-collaborator-permission-level': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const { username = '' } = call.params
    const permission = repository.collaborators.get(username) ?? (repository.private ? 'none' : 'read')
    const user = viewUser(backend.store.user(username), call.api)
    return ok({ permission, role_name: permission, user: { ...user, role_name: permission } })
  },
  'users/get-authenticated': (call) => {
    if (call.credential.kind !== 'user') throw new Refusal(403, 'Resource not accessible by integration')
    return ok({
      ...viewUser(call.credential.user, call.api),
      ...Object.fromEntries(counts.map((name) => [name, 0])),
      ...Object.fromEntries(texts.map((name) => [name, name === 'blog' ? '' : null])),
      created_at: '2020-01-01T00:00:00Z',
      updated_at: '2020-01-01T00:00:00Z',
    })
  },
  'teams/get-membership-for-user-in-org': (call, backend) => {
    const { org = '', team_slug = '', username = '' } = call.params
    const team = backend.store.teams.find((one) => one.organization === org && one.slug === team_slug)
    if (team === undefined || !team.members.has(username)) throw notFound()
    return ok({
      url: `${call.api}/organizations/${org}/team/${team.id}/memberships/${username}`,
      role: 'member',
      state: 'active',
    })
  },
}
