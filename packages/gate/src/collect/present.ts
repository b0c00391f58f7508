import { listCheckRuns, listDeployments, listStatuses, type GitHub } from '@sluice/github'
import type { Present, UnderWay } from '../at-opening.ts'
import type { Target } from '../evidence.ts'
import type { GatePolicy } from '../policy.ts'

/** Newest deployments of the environment that are looked at; older ones are over or forgotten. */
const NEWEST = 30
const UNDER_WAY: ReadonlySet<string> = new Set(['queued', 'pending', 'in_progress'])

/** Reads what the policy asks about the present moment, or undefined where it asks nothing. Throws `GitHubError`. */
export async function collectPresent(
  github: GitHub,
  target: Target,
  policy: GatePolicy,
  now: number,
): Promise<Present | undefined> {
  if (policy.checks.length === 0 && !policy.exclusive) return undefined
  const [checks, underWay] = await Promise.all([
    policy.checks.length === 0 ? [] : listCheckRuns(github, target.sha),
    policy.exclusive ? othersUnderWay(github, target) : [],
  ])
  return {
    checks: checks.map(({ name, appSlug, status, conclusion }) => ({
      name,
      app: appSlug ?? 'unknown',
      status,
      conclusion,
    })),
    underWay,
    at: now,
  }
}

async function othersUnderWay(github: GitHub, target: Target): Promise<readonly UnderWay[]> {
  const newest = await listDeployments(github, { environment: target.environment, limit: NEWEST })
  const others = newest.filter((one) => one.sha !== target.sha && isRollout(one.task))
  const histories = await Promise.all(others.map(({ id }) => listStatuses(github, id)))
  return others.flatMap(({ id, sha }, i) => {
    // A deployment without a status has only been asked for: its job may wait for this very gate.
    const state = histories[i]?.[0]?.state
    return state !== undefined && UNDER_WAY.has(state) ? [{ deploymentId: id, sha, state }] : []
  })
}

/** The gate's own records are no deployments. */
const isRollout = (task: string): boolean => task !== 'sluice:gate' && task !== 'sluice:override'
