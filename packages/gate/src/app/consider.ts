import {
  collectFromChecks,
  collectDeployments,
  collectOverrides,
  decideGate,
  collectPresent,
  fetchDraft,
  fetchOrganization,
  fetchPolicyFiles,
  gateBrief,
  joinPolicies,
  recordOverrides,
  type GateDecision,
  type Target,
} from '@sluice/gate'
import {
  answerProtectionRule,
  getDeployment,
  GitHubError,
  listDeployments,
  listPendingDeployments,
  MAX_REPORT_CHARACTERS,
  type Deployment,
  type GitHub,
} from '@sluice/github'
import type { GateAppOptions } from './options.ts'
import { readRun, type GuardedRun } from './run.ts'

/** One job that waits before one environment. */
export interface Waiting {
  readonly repository: string
  readonly runId: number
  readonly environment: string
  /** The deployment that GitHub made for this job; undefined where only the environment is known. */
  readonly deploymentId?: number
}

export type Considered =
  /** Nothing waits there any more, or this job was answered before. */
  | { readonly kind: 'settled' }
  /** A job waits whose deployment no list shows yet: a later look can tell it from jobs that were answered. */
  | { readonly kind: 'unlisted' }
  | { readonly kind: 'decided'; readonly decided: GateDecision }

/**
 * Ids of deployments that this copy answered. The history of approvals has one entry for an environment, however many
 * jobs of a run were answered, so it cannot tell them apart. A copy that forgets asks GitHub again, which refuses.
 */
export type AnsweredJobs = Set<number>

/**
 * Looks at one waiting job and answers it if it can be decided. What it decides depends on nothing but GitHub's state,
 * the policy and the time, so that any copy of this App decides alike. Throws `GitHubError` or `UserError`.
 */
export async function consider(
  github: GitHub,
  waiting: Waiting,
  options: GateAppOptions,
  answered: AnsweredJobs,
  organization: GitHub | undefined,
): Promise<Considered> {
  const { runId, environment } = waiting
  const run = await readRun(github, runId)
  if (!(await isPending(github, runId, environment))) return { kind: 'settled' }
  const job = await deploymentOf(github, run, waiting)
  if (job === undefined && options.now() - run.startedAt < UNLISTED_MS) return { kind: 'unlisted' }
  if (job !== undefined && answered.has(job.id)) return { kind: 'settled' }
  const decided = await decide({ github, organization }, run, environment, job, options)
  if (decided.decision === 'waiting') return { kind: 'decided', decided }
  const state = decided.decision === 'open' ? 'approved' : 'rejected'
  // Deciding took a while, and another copy may have been faster.
  if (!(await isPending(github, runId, environment))) return { kind: 'settled' }
  // Two looks at one job may decide side by side. Only the first one answers.
  if (job !== undefined && answered.has(job.id)) return { kind: 'settled' }
  remember(answered, job)
  try {
    const comment = gateBrief(decided, MAX_REPORT_CHARACTERS)
    if (state === 'approved')
      await recordOverrides(github, targetOf(github, run, environment), decided.overrides, runId)
    await answerProtectionRule(github, { runId, environment, state, comment })
  } catch (error) {
    // GitHub takes one answer for each job: another copy gave it, or an earlier look.
    if (error instanceof GitHubError && error.status === 422) return { kind: 'settled' }
    if (job !== undefined) answered.delete(job.id)
    throw error
  }
  return { kind: 'decided', decided }
}

const MAX_ANSWERED = 10_000

/** Lists lag behind by seconds. After this time a job without a deployment is answered all the same. */
const UNLISTED_MS = 60_000

function remember(answered: AnsweredJobs, job: Deployment | undefined): void {
  if (job === undefined) return
  answered.add(job.id)
  for (const oldest of answered) {
    if (answered.size <= MAX_ANSWERED) break
    answered.delete(oldest)
  }
}

async function isPending(github: GitHub, runId: number, environment: string): Promise<boolean> {
  const pending = await listPendingDeployments(github, runId)
  return pending.some((one) => sameName(one.environment, environment))
}

/** GitHub records a deployment the moment a job begins to wait for an environment. */
async function deploymentOf(
  github: GitHub,
  run: GuardedRun,
  { environment, deploymentId }: Waiting,
): Promise<Deployment | undefined> {
  if (deploymentId !== undefined) {
    const named = await getDeployment(github, deploymentId)
    if (named.sha === run.headSha && sameName(named.environment, environment)) return named
  }
  const [newest] = await listDeployments(github, { sha: run.headSha, environment, task: 'deploy', limit: 1 })
  return newest
}

interface Repositories {
  readonly github: GitHub
  /** The one in which the organization keeps its policy. */
  readonly organization: GitHub | undefined
}

async function decide(
  { github, organization }: Repositories,
  run: GuardedRun,
  environment: string,
  job: Deployment | undefined,
  options: GateAppOptions,
): Promise<GateDecision> {
  const now = options.now()
  const [common, own] = await Promise.all([
    fetchOrganization(organization, options.organizationPolicy === 'required'),
    fetchDraft(github, options.policyPath),
  ])
  const { policy } = joinPolicies(common, own, options.policyPath)
  const sha = run.headSha
  const { service } = policy
  const target = { ...targetOf(github, run, environment), service }
  const [checks, history, overrides, files] = await Promise.all([
    collectFromChecks(github, sha, policy.postedBy),
    collectDeployments(github, target, policy),
    collectOverrides(github, target, policy, now),
    fetchPolicyFiles(github, policy, organization),
  ])
  const present = await collectPresent(github, target, policy, options.now())
  const since = Math.max(Date.parse(job?.createdAt ?? ''), run.startedAt) || run.startedAt
  const { rolledBack, deployedTo } = history
  return decideGate(
    policy,
    {
      target,
      documents: [...checks, ...history.documents],
      files,
      overrides: overrides.requests,
      authors: overrides.authors,
      rejudge: options.rejudge,
      since,
      run,
      rolledBack,
      deployedTo,
      ...(present === undefined ? {} : { present }),
    },
    now,
  )
}

const targetOf = (github: GitHub, run: GuardedRun, environment: string): Target => ({
  repository: github.repository,
  sha: run.headSha,
  environment,
  evidenceFrom: environment,
})

export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
