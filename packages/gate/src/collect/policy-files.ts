import { readDefaultBranchFile, type GitHub } from '@sluice/github'
import { UserError } from '@sluice/action'
import { filesFrom, tighten } from '../organization.ts'
import { fileKey, rootOf, type PolicyFile } from '../policy-file.ts'
import { completePolicy, type GatePolicy } from '../policy.ts'
import { EMPTY_DRAFT, readPolicyDraft, type PolicyDraft } from '../policy-fields.ts'

/** Where an organization keeps its policy: in the repository `.github`, for all its repositories. */
const ORGANIZATION_FILE = 'sluice-gate.yml'
export const organizationRepository = (owner: string): string => `${owner}/.github`

/** A policy as it holds, and what of the repository's own has no effect. */
export interface PolicyFound {
  readonly policy: GatePolicy
  readonly ignored: readonly string[]
}

/** A repository's policy as its default branch has it, which a pull request cannot change; undefined where there is none. Throws `UserError` or `GitHubError`. */
export async function fetchDraft(github: GitHub, path: string): Promise<PolicyDraft | undefined> {
  const yaml = await readDefaultBranchFile(github, path)
  return yaml === undefined ? undefined : readPolicyDraft(yaml, `${path} of ${github.repository}`)
}

/** The organization's policy, through a connection to its repository `.github`. Throws `UserError` where one is demanded and none can be read, and `GitHubError`. */
export async function fetchOrganization(
  organization: GitHub | undefined,
  isDemanded: boolean,
): Promise<PolicyDraft | undefined> {
  const draft = organization === undefined ? undefined : await fetchDraft(organization, ORGANIZATION_FILE)
  if (draft !== undefined && organization !== undefined) return filesFrom(organization.repository, draft)
  if (!isDemanded) return undefined
  const where = organization?.repository ?? 'the repository .github of the organization'
  throw new UserError(
    'NO_ORGANIZATION_POLICY',
    `the policy of the organization is required, but ${ORGANIZATION_FILE} in ${where} cannot be read`,
    `Add the file, or allow the token or the App to read ${where}.`,
  )
}

/** Both policies as one. Throws `UserError` where there is neither, or where nothing is required. */
export function joinPolicies(
  organization: PolicyDraft | undefined,
  repository: PolicyDraft | undefined,
  where: string,
): PolicyFound {
  if (organization !== undefined) {
    const { draft, ignored } = tighten(organization, repository ?? EMPTY_DRAFT)
    return { policy: completePolicy(draft, where), ignored }
  }
  if (repository !== undefined) return { policy: completePolicy(repository, where), ignored: [] }
  throw new UserError(
    'NO_GATE_POLICY',
    `there is no ${where} on the default branch`,
    'Add it, or name another path as `policy`.',
  )
}

/** The calendars and trusted roots that a policy names, from default branches. Throws `GitHubError`. */
export async function fetchPolicyFiles(
  github: GitHub,
  policy: GatePolicy,
  organization?: GitHub,
): Promise<Readonly<Record<string, string | undefined>>> {
  const calendars = policy.freeze.filter((one) => one.kind === 'calendar')
  const rules = [...policy.provenance, ...(policy.attestations === undefined ? [] : [policy.attestations])]
  const files = new Map<string, PolicyFile>(
    [...calendars, ...rules.map(rootOf)].map((file) => [fileKey(file), file]),
  )
  const texts = await Promise.all(
    [...files].map(async ([key, { path, repository }]) => {
      const from = repository === undefined ? github : organization
      return [key, from === undefined ? undefined : await readDefaultBranchFile(from, path)] as const
    }),
  )
  return Object.fromEntries(texts)
}
