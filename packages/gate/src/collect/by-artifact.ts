import { UserError } from '@sluice/action'
import { listAttestations, listDeployments, listStatuses, type Deployment, type GitHub } from '@sluice/github'
import { PREDICATE_TYPE } from '@sluice/verdict'
import type { Document, Target } from '../evidence.ts'
import type { GatePolicy } from '../policy.ts'
import type { Attested } from '../provenance.ts'
import type { RolledBack } from '../requirement.ts'
import { collectFromChecks } from './checks.ts'
import { artifactIn, slugOf } from './deployments.ts'

/** What is known about an artifact, whatever the commit: a squash merge or a tag has none of its own evidence. */
export interface ArtifactHistory {
  readonly documents: readonly Document[]
  readonly rolledBack: readonly RolledBack[]
}

const NOTHING: ArtifactHistory = { documents: [], rolledBack: [] }
/** Records of one service in one environment that are read. */
const MOST_RECORDS = 1000
/** So many records in less time are a flood, and older ones may hide a fail. */
const FLOOD_MS = 30 * 86_400_000
/** Other commits at which one artifact was rolled out. */
const MOST_COMMITS = 50

/**
 * Finds evidence by the digest of the artifact to be promoted: attestations that GitHub keeps about it, and what was said
 * at other commits whose rollouts name it. Nothing is found where the artifact is unknown. Throws `GitHubError`, and
 * `UserError` where there is too much to be read whole.
 */
export async function collectByArtifact(
  github: GitHub,
  target: Target,
  policy: GatePolicy,
  now: number,
): Promise<ArtifactHistory> {
  const { artifact } = target
  if (artifact === undefined) return NOTHING
  const attested =
    policy.attestations === undefined ? [] : await listAttestations(github, artifact, PREDICATE_TYPE)
  const records = (await recordsOf(github, target, policy, now)).filter(
    (one) => artifactIn(one.payload) === artifact && one.sha !== target.sha,
  )
  const commits = [...new Set(records.map(({ sha }) => sha))]
  if (commits.length > MOST_COMMITS) {
    throw new UserError(
      'TOO_MANY_COMMITS',
      `${artifact} was rolled out at ${commits.length} other commits; the gate reads at most ${MOST_COMMITS}`,
      'Build and release a new artifact.',
    )
  }
  const elsewhere = await Promise.all(
    commits.map(async (sha) => await collectFromChecks(github, sha, policy.postedBy)),
  )
  return {
    documents: [
      ...attested.map((bundle, i) => ({
        origin: `attestation ${i + 1} of ${artifact}`,
        text: JSON.stringify(bundle),
      })),
      ...elsewhere.flat().map((one) => ({ ...one, byArtifact: true })),
    ],
    rolledBack: await rolledBackAmong(github, records),
  }
}

/** Attestations of how the artifact was built, as far as the policy asks for them. Throws `GitHubError`. */
export async function collectProvenance(
  github: GitHub,
  { artifact }: Target,
  { provenance }: GatePolicy,
): Promise<Attested> {
  if (artifact === undefined) return {}
  const types = [...new Set(provenance.map(({ predicate }) => predicate))]
  const lists = types.map(async (type) => [type, await listAttestations(github, artifact, type)] as const)
  return Object.fromEntries(await Promise.all(lists))
}

/** The record of a rollout, and whose it is. */
type RolloutRecord = Deployment & { readonly action: string; readonly service: string }

async function recordsOf(
  github: GitHub,
  target: Target,
  policy: GatePolicy,
  now: number,
): Promise<readonly RolloutRecord[]> {
  const asked = policy.require.flatMap(({ action, environment = target.evidenceFrom, services }) =>
    (services ?? (target.service === undefined ? [] : [target.service])).flatMap((service) =>
      // Canary records carry the service alone; others name their action too.
      [`sluice:${service}`, `sluice:${action}:${service}`].map((task) => ({
        action,
        environment,
        service,
        task,
      })),
    ),
  )
  const known = new Map(asked.map((one) => [`${one.environment.toLowerCase()} ${one.task}`, one]))
  const lists = await Promise.all(
    [...known.values()].map(async ({ environment, task, action, service }) => {
      const list = await listDeployments(github, { environment, task, limit: MOST_RECORDS })
      requireNoFlood(list, task, now)
      const trusted = list.filter((one) => policy.postedBy.includes(slugOf(one)))
      return trusted.map((one) => ({ ...one, action, service }))
    }),
  )
  return lists.flat()
}

function requireNoFlood(list: readonly Deployment[], task: string, now: number): void {
  const oldest = list.at(-1)
  if (list.length < MOST_RECORDS || oldest === undefined) return
  if (now - Date.parse(oldest.createdAt) > FLOOD_MS) return
  throw new UserError(
    'TOO_MANY_DEPLOYMENTS',
    `${MOST_RECORDS} deployments with the task ${task} were made within ${FLOOD_MS / 86_400_000} days, which is too many to search for failed verdicts`,
    'Find out which workflow creates them, and stop it.',
  )
}

async function rolledBackAmong(
  github: GitHub,
  records: readonly RolloutRecord[],
): Promise<readonly RolledBack[]> {
  const histories = await Promise.all(records.map(({ id }) => listStatuses(github, id)))
  return records
    .filter((_, i) => histories[i]?.some(({ state }) => state === 'failure') ?? false)
    .map(({ id, action, service }) => ({ deploymentId: id, action, service }))
}
