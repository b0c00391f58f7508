import type { GitHub } from './connect.ts'

/**
 * The pull request that a commit came from: the one that was merged as this commit, else the only open one whose head it
 * is. Undefined where there is none or it cannot be told. Throws `GitHubError`.
 */
export async function findPullRequest(github: GitHub, sha: string): Promise<number | undefined> {
  const pulls = await github.ask(`find the pull request of ${sha}`, (octokit) =>
    octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
      ...github.repo,
      commit_sha: sha,
      per_page: 100,
    }),
  )
  const merged = pulls.find((one) => one.merged_at !== null && one.merge_commit_sha === sha)
  if (merged !== undefined) return merged.number
  const [first, ...others] = pulls.filter((one) => one.state === 'open' && one.head.sha === sha)
  return others.length === 0 ? first?.number : undefined
}

/** The newest commit of a pull request. Throws `GitHubError`. */
export async function readPullRequestHead(github: GitHub, number: number): Promise<string> {
  const { data } = await github.ask(`read pull request #${number}`, (octokit) =>
    octokit.rest.pulls.get({ ...github.repo, pull_number: number }),
  )
  return data.head.sha
}
