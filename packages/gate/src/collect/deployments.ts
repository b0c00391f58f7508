import { UserError } from '@sluice/action'
import { listDeployments, listStatuses, type Deployment, type GitHub } from '@sluice/github'
import { carried } from '@sluice/verdict'
import type { Document, Target } from '../evidence.ts'
import type { GatePolicy } from '../policy.ts'
import type { RolledBack } from '../requirement.ts'

/** What the deployments of a commit say: evidence in their payloads, rollouts that were rolled back, where it was deployed. */
export interface DeploymentHistory {
  readonly documents: readonly Document[]
  readonly rolledBack: readonly RolledBack[]
  readonly deployedTo: readonly string[]
}

/** More than that are a flood: older ones could be a fail that someone wants out of sight. */
const MOST = 1000
const MINE = /^sluice:(?:(canary-step|bluegreen-swap):)?(.+)$/
/** What the gate itself records. */
const OWN_TASKS: ReadonlySet<string> = new Set(['sluice:gate', 'sluice:override'])

/** Reads all deployments of the commit. Throws `GitHubError`, and `UserError` where they are too many to be read whole. */
export async function collectDeployments(
  github: GitHub,
  target: Target,
  policy: GatePolicy,
): Promise<DeploymentHistory> {
  const all = await listDeployments(github, { sha: target.sha, limit: MOST })
  if (all.length >= MOST) {
    throw new UserError(
      'TOO_MANY_DEPLOYMENTS',
      `the commit has ${MOST} or more deployments, which is too many to search for failed verdicts`,
      'Find out which workflow creates them, and stop it. Then release another commit.',
    )
  }
  const trusted = all.filter((one) => policy.postedBy.includes(slugOf(one)))
  const [rolledBack, deployedTo] = await Promise.all([
    rolledBackAmong(github, trusted, target, policy),
    deployedAmong(github, trusted, target, policy),
  ])
  return { documents: all.flatMap(documentsOf), rolledBack, deployedTo }
}

/** The verdict in a payload, under `verdict`: as text, or as `carry` packs it. */
function documentsOf(deployment: Deployment): readonly Document[] {
  const verdict = verdictIn(deployment.payload)
  if (verdict === undefined) return []
  const packed = carried(verdict)
  const postedBy = slugOf(deployment)
  return (packed.length > 0 ? packed : [verdict]).map((text) => ({
    origin: `deployment ${deployment.id}`,
    text,
    postedBy,
  }))
}

export const slugOf = ({ creator }: Deployment): string => creator.replace(/\[bot\]$/, '')

function verdictIn(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('verdict' in payload)) return undefined
  const { verdict } = payload
  return typeof verdict === 'string' ? verdict : JSON.stringify(verdict)
}

/** A status cannot be taken back, so a rollback is seen although the deployment was set inactive afterwards. */
async function rolledBackAmong(
  github: GitHub,
  trusted: readonly Deployment[],
  target: Target,
  policy: GatePolicy,
): Promise<readonly RolledBack[]> {
  const environments = new Set(
    policy.require.map(({ environment = target.evidenceFrom }) => environment.toLowerCase()),
  )
  const records = trusted.filter(aboutArtifact(target)).flatMap((one) => {
    const [, action, service = ''] = MINE.exec(one.task) ?? []
    if (service === '' || OWN_TASKS.has(one.task) || !environments.has(one.environment.toLowerCase()))
      return []
    return [{ deploymentId: one.id, action: action ?? actionIn(one.payload), service }]
  })
  const histories = await Promise.all(records.map(({ deploymentId }) => listStatuses(github, deploymentId)))
  return records.filter((_, i) => histories[i]?.some(({ state }) => state === 'failure') ?? false)
}

/** A rollback of one artifact says nothing about another one of the same commit. */
const aboutArtifact =
  ({ artifact }: Target) =>
  ({ payload }: Deployment): boolean =>
    artifact === undefined || (artifactIn(payload) ?? artifact) === artifact

/** The digest that the record of a rollout was begun for. */
export function artifactIn(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null || !('identity' in payload)) return undefined
  const { identity } = payload
  if (typeof identity !== 'object' || identity === null || !('artifact' in identity)) return undefined
  return typeof identity.artifact === 'string' ? identity.artifact : undefined
}

const actionIn = (payload: unknown): string =>
  typeof payload === 'object' && payload !== null && 'action' in payload
    ? String(payload.action)
    : 'canary-step'

async function deployedAmong(
  github: GitHub,
  trusted: readonly Deployment[],
  target: Target,
  policy: GatePolicy,
): Promise<readonly string[]> {
  const asked = [...policy.after, ...(policy.freeze.some((one) => one.rollbacks) ? [target.environment] : [])]
  const wanted = new Set(asked.map((name) => name.toLowerCase()))
  const jobs = trusted.filter((one) => one.task === 'deploy' && wanted.has(one.environment.toLowerCase()))
  const histories = await Promise.all(jobs.map(({ id }) => listStatuses(github, id)))
  const done = jobs.filter((_, i) => histories[i]?.some(({ state }) => state === 'success') ?? false)
  return [...new Set(done.map(({ environment }) => environment))]
}
