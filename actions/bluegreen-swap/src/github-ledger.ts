import {
  addStatus,
  createDeployment,
  deactivatePrevious,
  listDeployments,
  listStatuses,
  type Deployment,
  type DeploymentState,
  type GitHub,
} from '@sluice/github'
import { markOf, noteOf, planOf, type Entry, type Ledger, type Mark, type SwapPlan } from '@sluice/rollout'

/** Which deployments of a repository are a service's swaps, and the links their statuses carry. */
export interface Keeping {
  /** A way to GitHub that stops when the signal says so: undoing can't use a cancelled one. */
  readonly connect: (signal: AbortSignal) => GitHub
  readonly environment: string
  readonly service: string
  readonly environmentUrl: string | undefined
  readonly runUrl: string | undefined
}

/** Older swaps than these say nothing about what is under way. */
const NEWEST = 10

/** Swaps kept as deployments: the plan is the payload, each mark the description of a status. */
export function githubLedger(keeping: Keeping): Ledger {
  const { environment } = keeping
  const task = `sluice:bluegreen-swap:${keeping.service}`
  const links = {
    ...(keeping.environmentUrl === undefined ? {} : { environmentUrl: keeping.environmentUrl }),
    ...(keeping.runUrl === undefined ? {} : { logUrl: keeping.runUrl }),
  }
  return {
    list: async (signal) => {
      const github = keeping.connect(signal)
      const deployments = await listDeployments(github, { environment, task, limit: NEWEST })
      const entries = await Promise.all(deployments.map(async (each) => await entryOf(github, each)))
      return entries.filter((entry) => entry !== undefined)
    },
    open: async (plan, signal) => {
      const description = `${plan.service}: ${plan.previous} → ${plan.target}`
      const payload: Readonly<Record<string, unknown>> = { ...plan }
      const asked = { ref: plan.sha, environment, task, description, payload }
      const { id } = await createDeployment(keeping.connect(signal), asked)
      return { id: String(id), plan, marks: [], closed: false }
    },
    mark: async (id, plan, mark, signal) => {
      const state = stateOf(mark)
      const description = noteOf(plan, mark)
      // GitHub would set earlier deployments inactive by itself, and only some of them; `release` does it when it's true.
      await addStatus(keeping.connect(signal), {
        id: Number(id),
        state,
        description,
        autoInactive: false,
        ...links,
      })
    },
    release: async (id, signal) => {
      await deactivatePrevious(keeping.connect(signal), { environment, task, keep: Number(id) })
    },
  }
}

/** The state that people see next to each mark. */
export function stateOf(mark: Mark): DeploymentState {
  switch (mark.what) {
    case 'checked':
    case 'shifting':
    case 'live':
    case 'passed':
    case 'returning':
      return 'in_progress'
    case 'kept':
    case 'released':
    case 'retired':
      return 'success'
    case 'stayed':
      return 'failure'
    case 'refused':
    case 'returned':
      if (mark.why === 'rehearsed') return 'inactive'
      return mark.why === 'stopped' ? 'error' : 'failure'
  }
}

async function entryOf(github: GitHub, deployment: Deployment): Promise<Entry | undefined> {
  const plan: SwapPlan | undefined = planOf(deployment.payload)
  if (plan === undefined) return undefined
  const statuses = await listStatuses(github, deployment.id)
  const marks = statuses.toReversed().flatMap(({ description }) => markOf(description) ?? [])
  return { id: String(deployment.id), plan, marks, closed: statuses[0]?.state === 'inactive' }
}
