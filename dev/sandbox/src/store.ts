import { createHash } from 'node:crypto'
import type { Credential } from './auth/credential.ts'
import type { App, Installation, Repository, Team, User } from './model/index.ts'
import type { Delivery } from './webhooks/delivery.ts'

/** The App behind every GITHUB_TOKEN, with its id on github.com. */
export const ACTIONS_APP = 15368

/** Everything the sandbox remembers. */
export interface Store {
  readonly users: Map<string, User>
  readonly teams: Team[]
  readonly apps: Map<number, App>
  readonly installations: Installation[]
  readonly repositories: Map<string, Repository>
  readonly tokens: Map<string, Credential>
  readonly deliveries: Delivery[]
  nextId(): number
  nextSha(): string
  /** The user of this login, made on first mention. */
  user(login: string): User
  app(id: number): App
}

const typeOf = (login: string, owners: ReadonlySet<string>): User['type'] =>
  login.endsWith('[bot]') ? 'Bot' : owners.has(login) ? 'Organization' : 'User'

/** An empty GitHub that knows only its own Actions App. */
export function createStore(): Store {
  let last = 1000
  const users = new Map<string, User>()
  const repositories = new Map<string, Repository>()
  const apps = new Map<number, App>()
  const nextId = (): number => ++last
  apps.set(ACTIONS_APP, {
    id: ACTIONS_APP,
    slug: 'github-actions',
    name: 'GitHub Actions',
    owner: 'github',
    permissions: {},
    events: [],
    publicKey: undefined,
    webhook: undefined,
  })
  return {
    users,
    teams: [],
    apps,
    installations: [],
    repositories,
    tokens: new Map(),
    deliveries: [],
    nextId,
    nextSha: () => createHash('sha1').update(`commit ${nextId()}`).digest('hex'),
    user: (login) => {
      const owners = new Set([...repositories.values()].map((repository) => repository.owner))
      const user = users.get(login) ?? { id: nextId(), login, type: typeOf(login, owners) }
      users.set(login, user)
      return user
    },
    app: (id) => {
      const app = apps.get(id)
      if (app === undefined) throw new Error(`there is no App ${id}`)
      return app
    },
  }
}
