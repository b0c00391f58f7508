import type { GitHub } from './connect.ts'
import { GitHubError } from './github-error.ts'

const WRITERS: ReadonlySet<string> = new Set(['admin', 'write'])

/**
 * Whether a person may push to the repository. GitHub says `write` of the role `maintain`, and of own roles what they are
 * based on. A stranger may not; whatever is not a clear answer throws `GitHubError`.
 */
export async function mayWrite(github: GitHub, login: string): Promise<boolean> {
  try {
    const { data } = await github.ask(`look up what ${login} may do`, (octokit) =>
      octokit.rest.repos.getCollaboratorPermissionLevel({ ...github.repo, username: login }),
    )
    return WRITERS.has(data.permission)
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return false
    throw error
  }
}
