import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from '@sluice/action'
import {
  addStatus,
  createDeployment,
  GitHubError,
  isTeamMember,
  listDeployments,
  type Deployment,
  type GitHub,
} from '@sluice/github'
import type { Target } from '../evidence.ts'
import { parseOverride, type Override, type OverrideRequest } from '../override.ts'
import type { GatePolicy } from '../policy.ts'

/** People whose teams are looked up. Outsiders who write more comments than that are told apart by what GitHub says of them. */
const MAX_PEOPLE = 100
const TASK = 'sluice:override'

interface CommentData {
  readonly html_url: string
  readonly body?: string | undefined
  readonly author_association: string
  readonly created_at: string
  readonly updated_at: string
  readonly user: { readonly login: string; readonly type: string } | null
}

/** Who made a change, and who asks to set conditions aside for it. */
export interface OverridesFound {
  readonly requests: readonly OverrideRequest[]
  /** Authors of the pull requests that the commit belongs to. */
  readonly authors: readonly string[]
}

/**
 * Override commands in the comments of the pull requests a commit belongs to. Comments are never evidence: only who
 * wrote one counts, and GitHub is asked for their teams. Throws `GitHubError`.
 */
export async function collectOverrides(
  github: GitHub,
  target: Target,
  policy: GatePolicy,
  now: number,
): Promise<OverridesFound> {
  if (policy.overrides.length === 0) return { requests: [], authors: [] }
  const longest = Math.max(...policy.overrides.map(({ forMs }) => forMs))
  const pulls = await pullsOf(github, target.sha)
  const comments = await commentsAbout(
    github,
    pulls.map(({ number }) => number),
    new Date(now - longest).toISOString(),
  )
  const asking = comments.flatMap((comment) => {
    const asked = parseOverride(comment.body ?? '')
    return asked === undefined || comment.user?.type !== 'User'
      ? []
      : [{ comment, login: comment.user.login, asked }]
  })
  if (asking.length === 0) return { requests: [], authors: pulls.map(({ author }) => author) }
  const used = usersOf(await overrideRecords(github, target))
  // Members first: no number of comments by outsiders may push one of theirs out of sight.
  const people = [...new Set(asking.toSorted(membersFirst).map(({ login }) => login))].slice(0, MAX_PEOPLE)
  const teams = new Map(
    await Promise.all(people.map(async (login) => [login, await teamsOf(github, login, policy)] as const)),
  )
  return {
    authors: pulls.map(({ author }) => author),
    requests: asking
      .filter(({ login }) => teams.has(login))
      .map(({ comment, login, asked }) => ({
        origin: comment.html_url,
        login,
        ...asked,
        teams: teams.get(login),
        edited: comment.created_at !== comment.updated_at,
        usedBy: used.get(comment.html_url),
        at: Date.parse(comment.created_at),
      })),
  }
}

const OUTSIDERS: ReadonlySet<string> = new Set(['NONE', 'FIRST_TIMER', 'FIRST_TIME_CONTRIBUTOR', 'MANNEQUIN'])

function membersFirst(a: { readonly comment: CommentData }, b: { readonly comment: CommentData }): number {
  return (
    Number(OUTSIDERS.has(a.comment.author_association)) - Number(OUTSIDERS.has(b.comment.author_association))
  )
}

/**
 * Notes, before a job is let go, which overrides did it: each opens one run. Lists lag behind, so the note is read back:
 * where another run noted the same override first, this one throws `OVERRIDE_USED` and must not open. Throws `GitHubError`.
 */
export async function recordOverrides(
  github: GitHub,
  target: Target,
  overrides: readonly Override[],
  runId: number,
): Promise<void> {
  for (const { origin, by, reason } of overrides) {
    const { sha, environment } = target
    const { id } = await createDeployment(github, {
      ref: sha,
      environment,
      task: TASK,
      payload: { override: origin, run: runId },
    })
    const description = `Override by ${by}: ${reason}`
    await addStatus(github, { id, state: 'inactive', description, autoInactive: false })
    const usedBy = await firstUser(github, target, origin, id)
    if (usedBy === runId) continue
    throw new UserError(
      'OVERRIDE_USED',
      usedBy === undefined
        ? `the use of the override ${origin} by run ${runId} could not be confirmed`
        : `the override ${origin} was already used for run ${usedBy}; an override opens one run only`,
      'Run the step again. If it fails again, ask for a new override.',
    )
  }
}

const READ_BACK_TRIES = 40
const READ_BACK_MS = 250

/** The run that an override was first noted for, once the own note `id` is listed; undefined if it never is. */
async function firstUser(
  github: GitHub,
  target: Target,
  origin: string,
  id: number,
): Promise<number | undefined> {
  for (let tries = 0; tries < READ_BACK_TRIES; tries++) {
    const records = await overrideRecords(github, target)
    if (records.some((record) => record.id === id)) return usersOf(records).get(origin)
    await delay(READ_BACK_MS)
  }
  return undefined
}

async function overrideRecords(github: GitHub, { sha, environment }: Target): Promise<readonly Deployment[]> {
  return await listDeployments(github, { sha, environment, task: TASK, limit: 1000 })
}

/** The run that each override opened. Later ones do not count: a record cannot be rewritten by adding one. */
function usersOf(records: readonly Deployment[]): ReadonlyMap<string, number> {
  const used = new Map<string, number>()
  for (const { payload } of records.toSorted((a, b) => a.id - b.id)) {
    if (typeof payload !== 'object' || payload === null || !('override' in payload) || !('run' in payload))
      continue
    const origin = String(payload.override)
    if (!used.has(origin)) used.set(origin, Number(payload.run))
  }
  return used
}

async function pullsOf(
  github: GitHub,
  sha: string,
): Promise<readonly { readonly number: number; readonly author: string }[]> {
  const pulls = await github.ask(`find the pull requests of ${sha}`, (octokit, request) =>
    octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
      ...github.repo,
      commit_sha: sha,
      per_page: 100,
      request,
    }),
  )
  return pulls.map(({ number, user }) => ({ number, author: user?.login ?? '' }))
}

async function commentsAbout(
  github: GitHub,
  pulls: readonly number[],
  since: string,
): Promise<readonly CommentData[]> {
  const lists = await Promise.all(
    pulls.map(
      async (number) =>
        await github.ask(`list the comments of #${number}`, (octokit, request) =>
          octokit.paginate(octokit.rest.issues.listComments, {
            ...github.repo,
            issue_number: number,
            since,
            per_page: 100,
            request,
          }),
        ),
    ),
  )
  return lists.flat()
}

/** Undefined when GitHub would not say; a token without `members: read` must not turn a comment into a crash, nor into a yes. */
async function teamsOf(
  github: GitHub,
  user: string,
  policy: GatePolicy,
): Promise<readonly string[] | undefined> {
  const organization = github.repo.owner
  try {
    const answers = await Promise.all(
      policy.overrides.map(async ({ team }) =>
        (await isTeamMember(github, { organization, team, user })) ? [team] : [],
      ),
    )
    return answers.flat()
  } catch (error) {
    if (error instanceof GitHubError) return undefined
    throw error
  }
}
