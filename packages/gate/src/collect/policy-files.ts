import { readDefaultBranchFile, type GitHub } from '@sluice/github'
import { UserError } from '@sluice/action'
import { readGatePolicy, type GatePolicy } from '../policy.ts'

/** The gate policy as the default branch has it, which a pull request cannot change. Throws `UserError` or `GitHubError`. */
export async function fetchPolicy(github: GitHub, path: string): Promise<GatePolicy> {
  const where = `${path} on the default branch`
  const yaml = await readDefaultBranchFile(github, path)
  if (yaml !== undefined) return readGatePolicy(yaml, where)
  throw new UserError(
    'NO_GATE_POLICY',
    `there is no ${where} of ${github.repository}`,
    'Add it, or name another path as `policy`.',
  )
}

/** The calendars and trusted roots that a policy names, from the default branch. Throws `GitHubError`. */
export async function fetchPolicyFiles(
  github: GitHub,
  policy: GatePolicy,
): Promise<Readonly<Record<string, string | undefined>>> {
  const calendars = policy.freeze.flatMap((one) => (one.kind === 'calendar' ? [one.path] : []))
  const roots = policy.attestations === undefined ? [] : [policy.attestations.root]
  const paths = [...new Set([...calendars, ...roots])]
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readDefaultBranchFile(github, path)] as const),
  )
  return Object.fromEntries(texts)
}
