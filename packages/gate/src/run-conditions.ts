import type { Target } from './evidence.ts'
import type { GatePolicy } from './policy.ts'
import type { Condition } from './reasons.ts'

/** The workflow run whose job waits. */
export interface WaitingRun {
  readonly id: number
  readonly headSha: string
  readonly event: string
  /** Path of its workflow file. */
  readonly path: string
  readonly branch: string
  /** Login of who started it. */
  readonly actor: string
}

/** What is opened must be what was proved: the run that waits is about the commit, and is one that the policy allows. */
export function runConditions(
  policy: GatePolicy,
  target: Target,
  run: WaitingRun | undefined,
): readonly Condition[] {
  if (run === undefined) return []
  const base = { kind: 'run', met: false, heals: 'never' } as const
  const about = `run ${run.id}`
  const unmet: Condition[] = []
  if (run.headSha !== target.sha) {
    const because = `${about} is at commit ${run.headSha}; the evidence is about ${target.sha}`
    unmet.push({ ...base, name: `${about}: commit`, reason: 'other_run', because })
  }
  // A path may carry the ref of a reusable workflow: `.github/workflows/release.yml@refs/heads/main`.
  const path = run.path.split('@')[0] ?? ''
  if (policy.workflows?.includes(path) === false) {
    const because = `${about} belongs to the workflow ${path}; allowed: ${policy.workflows.join(', ')}`
    unmet.push({ ...base, name: `${about}: workflow`, reason: 'workflow_not_allowed', because })
  }
  if (policy.events?.includes(run.event) === false) {
    const because = `${about} was started by ${run.event}; allowed: ${policy.events.join(', ')}`
    unmet.push({ ...base, name: `${about}: event`, reason: 'event_not_allowed', because })
  }
  if (policy.branches?.includes(run.branch) === false) {
    const because = `${about} is on branch ${run.branch}; allowed: ${policy.branches.join(', ')}`
    unmet.push({ ...base, name: `${about}: branch`, reason: 'branch_not_allowed', because })
  }
  if (unmet.length > 0) return unmet
  const because = `${about} is at the commit that the evidence is about`
  return [{ name: about, kind: 'run', met: true, reason: 'same_run', because, heals: 'never' }]
}

/** The order of environments: the commit was deployed to each of these before. */
export function orderConditions(policy: GatePolicy, deployedTo: readonly string[]): readonly Condition[] {
  const known = new Set(deployedTo.map((name) => name.toLowerCase()))
  return policy.after.map((environment): Condition => {
    const met = known.has(environment.toLowerCase())
    return {
      name: `after ${environment}`,
      kind: 'order',
      met,
      reason: met ? 'deployed_before' : 'not_deployed_before',
      because: met
        ? `the commit was deployed to ${environment}`
        : `the commit was never deployed to ${environment}`,
      heals: 'evidence',
    }
  })
}
