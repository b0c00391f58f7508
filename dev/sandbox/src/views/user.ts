import type { App, User } from '../model/index.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'

const nodeId = (kind: string, id: number): string => Buffer.from(`${kind}:${id}`).toString('base64url')
export { nodeId }

const site = (api: string): string => new URL(api).origin

/** A `simple-user`. */
export function viewUser(user: User, api: string): JsonObject {
  const url = `${api}/users/${encodeURIComponent(user.login)}`
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('User', user.id),
    avatar_url: `${site(api)}/avatars/${encodeURIComponent(user.login)}`,
    gravatar_id: '',
    url,
    html_url: `${site(api)}/${encodeURIComponent(user.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  }
}

/** An `integration`, or null for work done without an App. */
export function viewApp(app: App | undefined, backend: Backend, api: string): JsonObject | null {
  if (app === undefined) return null
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('App', app.id),
    client_id: `Iv1.${app.id}`,
    owner: viewUser(backend.store.user(app.owner), api),
    name: app.name,
    description: '',
    external_url: `${site(api)}/apps/${app.slug}`,
    html_url: `${site(api)}/apps/${app.slug}`,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
    permissions: { metadata: 'read', ...app.permissions },
    events: [...app.events],
  }
}
