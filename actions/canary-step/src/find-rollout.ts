import { listDeployments, listStatuses, workflowRunIsOver, type GitHub } from '@sluice/github'
import { UserError } from '@sluice/action'
import { readMark, readPlan, type Mark, type RolloutPlan } from './record.ts'

/** A rollout that has begun and not ended. */
export interface Found {
  readonly id: number
  readonly sha: string
  readonly plan: RolloutPlan
  /** Its history, oldest first. */
  readonly marks: readonly Mark[]
}

const ENDED: ReadonlySet<string> = new Set(['success', 'failure', 'error', 'inactive'])
const RECENT = 10

/**
 * The rollout of this service that is under way, if there is one (older than `before`, when given). Throws
 * `ROLLOUT_IN_PROGRESS` when the job that owns it still runs; one that held, or whose run is over, can be continued.
 */
export async function findRollout(
  github: GitHub,
  environment: string,
  task: string,
  now: number,
  run: string,
  before: number = Number.POSITIVE_INFINITY,
): Promise<Found | undefined> {
  const deployments = await listDeployments(github, { environment, task, limit: RECENT })
  for (const { id, sha, payload, createdAt } of deployments) {
    const plan = readPlan(payload)
    if (plan === undefined || id >= before) continue
    const statuses = await listStatuses(github, id)
    if (ENDED.has(statuses[0]?.state ?? '')) continue
    const marks = statuses.toReversed().flatMap(({ description }) => readMark(description) ?? [])
    const spoke = Date.parse(statuses[0]?.createdAt ?? createdAt)
    await refuseOwned(github, id, marks.at(-1), plan, spoke, now, run)
    return { id, sha, plan, marks }
  }
  return undefined
}

async function refuseOwned(
  github: GitHub,
  id: number,
  last: Mark | undefined,
  plan: RolloutPlan,
  spoke: number,
  now: number,
  run: string,
): Promise<void> {
  if (last?.kind === 'held') return
  const [owner = ''] = (last ?? plan).run.split('.')
  if (owner === run.split('.')[0]) return
  const over = await workflowRunIsOver(github, Number(owner))
  // Without the right to ask, the lease decides: no job looks longer than its own max-wait.
  if (over ?? now - spoke > plan.lease) return
  throw new UserError(
    'ROLLOUT_IN_PROGRESS',
    `deployment ${id} belongs to run ${owner}, which still runs`,
    'Let it end, or cancel it. Give the job a `concurrency` group, and `actions: read` so that a dead run is recognised at once.',
  )
}
