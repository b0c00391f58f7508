import { organizationRepository } from '@sluice/gate'
import {
  connectApp,
  connectGitHub,
  createInstallationToken,
  GitHubError,
  type GitHub,
  type GitHubOptions,
} from '@sluice/github'
import type { GateAppOptions } from './options.ts'

/** Ways to GitHub: as the App, and as its installation on one repository. */
export interface AppAccess {
  readonly asApp: () => Promise<GitHub>
  /** Its token covers this repository alone, with no more than the gate needs; it is kept for fifty minutes. */
  readonly repository: (repository: string) => Promise<GitHub>
  /** The repository `.github` of the same owner, through the App's installation there, or else as a public one. */
  readonly organization: (repository: string) => Promise<GitHub>
  /** Login that GitHub shows beside the App's answers. */
  readonly login: () => Promise<string>
  /** Every repository of every installation, as `owner/name`. */
  readonly repositories: () => Promise<readonly string[]>
}

/** The most the gate asks for; an installation that grants less gets less, and what then cannot be read stays unmet. */
const WANTED: Readonly<Record<string, 'read' | 'write'>> = {
  actions: 'read',
  checks: 'read',
  contents: 'read',
  deployments: 'write',
  members: 'read',
  pull_requests: 'read',
}

const TOKEN_MS = 50 * 60_000
/** An App's own token lives ten minutes. */
const APP_MS = 8 * 60_000
const CALL_MS = 20_000

export function createAccess(options: GateAppOptions, signal: AbortSignal): AppAccess {
  const { appId, privateKey, apiUrl, log, now, retryBaseMs } = options
  const common = {
    client: 'app' as const,
    apiUrl,
    signal,
    log: { warning: (message: string) => log.warning(message) },
    callMs: CALL_MS,
    retryBaseMs,
  }
  const app = remembered(
    now,
    async (repository: string) => await connectApp({ ...common, appId, privateKey, repository }),
    APP_MS,
  )
  const installed = remembered(
    now,
    async (repository: string) => {
      const github = await app(repository)
      const { data } = await github.ask(`find the installation on ${repository}`, (octokit, request) =>
        octokit.rest.apps.getRepoInstallation({ ...github.repo, request }),
      )
      const permissions = Object.fromEntries(
        Object.entries(WANTED).filter(([name]) => name in data.permissions),
      )
      const { token } = await createInstallationToken(github, { installationId: data.id, permissions })
      return connectGitHub({ ...common, token, repository })
    },
    TOKEN_MS,
  )
  const slug = remembered(now, async () => await slugOf(await app('')), Infinity)
  return {
    asApp: async () => await app(''),
    repository: installed,
    organization: async (repository) => await organizationOf(repository, installed, common),
    login: async () => `${await slug('')}[bot]`,
    repositories: async () =>
      await listRepositories(await app(''), (token) => connectGitHub({ ...common, token, repository: '' })),
  }
}

/** A public repository can be read with any token; a private one only where the App is installed on it. */
async function organizationOf(
  repository: string,
  installed: (repository: string) => Promise<GitHub>,
  common: Omit<GitHubOptions, 'token' | 'repository'>,
): Promise<GitHub> {
  const name = organizationRepository(repository.split('/')[0] ?? '')
  try {
    return await installed(name)
  } catch (error) {
    if (!(error instanceof GitHubError) || error.status !== 404) throw error
    const { token } = await installed(repository)
    return connectGitHub({ ...common, token, repository: name })
  }
}

async function slugOf(app: GitHub): Promise<string> {
  const { data } = await app.ask('ask which App this is', (octokit, request) =>
    octokit.rest.apps.getAuthenticated({ request }),
  )
  return data?.slug ?? ''
}

async function listRepositories(app: GitHub, connect: (token: string) => GitHub): Promise<readonly string[]> {
  const installations = await app.ask('list the installations', (octokit, request) =>
    octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100, request }),
  )
  const names: string[] = []
  for (const { id, suspended_at } of installations) {
    if (suspended_at !== null && suspended_at !== undefined) continue
    const { data } = await app.ask(`make a token for installation ${id}`, (octokit, request) =>
      octokit.rest.apps.createInstallationAccessToken({
        installation_id: id,
        permissions: { metadata: 'read' },
        request,
      }),
    )
    const github = connect(data.token)
    const repositories = await github.ask(`list the repositories of installation ${id}`, (octokit, request) =>
      octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 100, request }),
    )
    names.push(...repositories.map((one) => one.full_name))
  }
  return names
}

/** Makes a value per key once and keeps it for a while; a failure is not kept. */
function remembered<T>(
  now: () => number,
  make: (key: string) => Promise<T>,
  ms: number,
): (key: string) => Promise<T> {
  const known = new Map<string, { readonly value: Promise<T>; readonly until: number }>()
  return async (key) => {
    const kept = known.get(key)
    if (kept !== undefined && kept.until > now()) return await kept.value
    const value = make(key)
    known.set(key, { value, until: now() + ms })
    value.catch(() => known.delete(key))
    return await value
  }
}
