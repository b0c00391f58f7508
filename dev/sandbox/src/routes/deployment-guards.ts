import type { Repository } from '../model/index.ts'
import { contains } from '../repositories.ts'
import { Refusal } from '../server/refusal.ts'
import type { Backend } from '../backend.ts'
import { latestStatuses } from './statuses.ts'

const PASSED = new Set(['success', 'neutral', 'skipped'])

/** GitHub's `auto_merge`: brings a branch that is behind up to date, and then does not deploy. */
export function mergeDefault(
  repository: Repository,
  ref: string,
  sha: string,
  backend: Backend,
): string | undefined {
  const { defaultBranch } = repository
  const base = repository.branches.get(defaultBranch)
  const branch = ref.replace(/^refs\/heads\//, '')
  if (base === undefined || !repository.branches.has(branch) || contains(repository, sha, base))
    return undefined
  if (repository.conflicting.has(branch)) {
    throw new Refusal(409, `Conflict merging ${defaultBranch} into ${branch}.`)
  }
  const merge = {
    sha: backend.store.nextSha(),
    message: `Merge ${defaultBranch} into ${branch}`,
    author: 'web-flow',
    parents: [sha, base],
    files: new Map(repository.commits.get(sha)?.files),
    createdAt: backend.timestamp(),
  }
  repository.commits.set(merge.sha, merge)
  repository.branches.set(branch, merge.sha)
  return `Auto-merged ${defaultBranch} into ${branch} on deployment.`
}

/** GitHub's `required_contexts`: when left out, every status and check of the commit must be green. */
export function refuseUnlessGreen(
  repository: Repository,
  sha: string,
  ref: string,
  required: readonly string[] | undefined,
): void {
  const states = new Map(
    latestStatuses(repository.statuses, sha).map((one) => [one.context, one.state as string]),
  )
  for (const run of repository.checkRuns) {
    if (run.headSha === sha) states.set(run.name, run.conclusion ?? 'pending')
  }
  const wanted = required ?? [...states.keys()]
  const contexts = wanted
    .map((context) => ({ context, state: states.get(context) ?? 'missing' }))
    .filter(({ state }) => !PASSED.has(state))
  if (contexts.length === 0) return
  throw new Refusal(409, `Conflict: Commit status checks failed for ${ref}.`, {
    errors: [{ contexts, resource: 'Deployment', field: 'required_contexts', code: 'invalid' }],
  })
}
