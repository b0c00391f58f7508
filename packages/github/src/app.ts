import { connectGitHub } from './connect.ts'
import type { GitHub, GitHubOptions } from './connect.ts'
import { toGitHubError } from './github-error.ts'

export interface AppKey {
  readonly appId: number | string
  /** PEM. */
  readonly privateKey: string
}

export interface InstallationScope {
  /** Found by the repository when left out. */
  readonly installationId?: number
  /** Narrowed to these permissions, in the words of the API: `pull_requests`. */
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>
}

export interface InstallationToken {
  readonly token: string
  readonly expiresAt: string
}

/**
 * Connects as the App itself, by a token signed here that lives ten minutes. Throws `GitHubError`
 * when the key cannot sign.
 */
export async function connectApp(options: Omit<GitHubOptions, 'token'> & AppKey): Promise<GitHub> {
  const { appId, privateKey, ...connection } = options
  const { createAppAuth } = await import('@octokit/auth-app')
  try {
    const { token } = await createAppAuth({ appId, privateKey })({ type: 'app' })
    return connectGitHub({ ...connection, client: 'app', token })
  } catch (error) {
    throw toGitHubError('sign in as the App', error)
  }
}

/** A token for this repository alone with no more than the permissions asked for; it lives an hour. */
export async function createInstallationToken(
  app: GitHub,
  scope: InstallationScope,
): Promise<InstallationToken> {
  const installation_id = scope.installationId ?? (await findInstallation(app))
  const { data } = await app.ask('make an installation token', (octokit) =>
    octokit.rest.apps.createInstallationAccessToken({
      installation_id,
      repositories: [app.repo.repo],
      permissions: scope.permissions,
    }),
  )
  return { token: data.token, expiresAt: data.expires_at }
}

/** The id under which the App is installed on the repository. Throws `GitHubError`, 404 where it is not. */
async function findInstallation(app: GitHub): Promise<number> {
  const { data } = await app.ask(`find the App's installation on ${app.repository}`, (octokit) =>
    octokit.rest.apps.getRepoInstallation({ ...app.repo }),
  )
  return data.id
}

/** Connects with an installation token of the App, narrowed to the repository and the scope. */
export async function connectInstallation(
  options: Omit<GitHubOptions, 'token'> & AppKey & InstallationScope,
): Promise<GitHub> {
  const app = await connectApp(options)
  const { token } = await createInstallationToken(app, options)
  return connectGitHub({ ...options, client: 'app', token })
}
