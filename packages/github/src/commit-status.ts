import type { GitHub } from './connect.ts'
import { cutCharacters } from './cut.ts'
import { publishing } from './publishing.ts'
import type { Published } from './publishing.ts'

export interface CommitStatusRequest {
  readonly sha: string
  /** What it is called among the checks; without case. */
  readonly context: string
  readonly state: 'error' | 'failure' | 'pending' | 'success'
  readonly description: string
  readonly targetUrl?: string
}

const MAX_DESCRIPTION = 140

/** Sets a commit status: what a personal token can do where it can't create a check run. */
export async function setCommitStatus(
  github: GitHub,
  asked: CommitStatusRequest,
): Promise<Published<{ readonly url: string }>> {
  return await publishing(async () => {
    const { data } = await github.ask('set a commit status', (octokit) =>
      octokit.rest.repos.createCommitStatus({
        ...github.repo,
        sha: asked.sha,
        context: asked.context,
        state: asked.state,
        description: cutCharacters(asked.description, MAX_DESCRIPTION),
        ...(asked.targetUrl === undefined ? {} : { target_url: asked.targetUrl }),
      }),
    )
    return { url: data.url }
  })
}
