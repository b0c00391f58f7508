import type { GitHub } from './connect.ts'
import { isForbidden } from './github-error.ts'

/** Who the token is, as far as GitHub will say. */
export interface Self {
  wrote(author: { readonly login: string; readonly type: string }): boolean
}

/** Installation tokens, `GITHUB_TOKEN` among them, can't ask who they are; only bots write with them. */
const aBot: Self = { wrote: ({ type }) => type === 'Bot' }

const known = new WeakMap<GitHub, Promise<Self>>()

/** Asks once per connection who writes with this token. */
export function selfOf(github: GitHub): Promise<Self> {
  const self = known.get(github) ?? find(github)
  known.set(github, self)
  return self
}

async function find(github: GitHub): Promise<Self> {
  if (tokenKind(github.token) === 'installation') return aBot
  try {
    const { data } = await github.ask('ask who the token is', (octokit) =>
      octokit.rest.users.getAuthenticated(),
    )
    return { wrote: ({ login }) => login === data.login }
  } catch (error) {
    if (isForbidden(error)) return aBot
    throw error
  }
}

/** What the prefix of a token says about whose it is. */
export function tokenKind(token: string): 'installation' | 'person' | 'unknown' {
  if (token.startsWith('ghs_')) return 'installation'
  return /^(ghp|gho|ghu|github_pat)_/.test(token) ? 'person' : 'unknown'
}
