/** What the workflow says about the run, as far as it matters here. */
export interface SubjectFacts {
  readonly repository: string
  readonly sha: string
  readonly eventName: string
  readonly event: unknown
}

export interface RunSubject {
  readonly repository: string
  /** Where checks belong: a pull request's head, a merge group's head, else the commit. */
  readonly sha: string
  readonly pullRequest?: number
  /** True when the head is in another repository, so that the token can only read. */
  readonly isFork: boolean
}

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? decodeRecord(found)[key] : undefined),
    value,
  )

const decodeRecord = (value: object): Readonly<Record<string, unknown>> =>
  value as Readonly<Record<string, unknown>>

const text = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise

/**
 * Says which commit and which pull request a run is about. The test-merge commit that
 * `pull_request` runs are given is never it: checks there confuse the merge box.
 */
export function subjectOf({ repository, sha, eventName, event }: SubjectFacts): RunSubject {
  const pull = at(event, 'pull_request')
  if (pull !== undefined) {
    const number = at(pull, 'number')
    const head = text(at(pull, 'head', 'repo', 'full_name'), '')
    return {
      repository,
      sha: text(at(pull, 'head', 'sha'), sha),
      ...(typeof number === 'number' ? { pullRequest: number } : {}),
      isFork: head.toLowerCase() !== repository.toLowerCase(),
    }
  }
  if (eventName === 'merge_group') {
    return { repository, sha: text(at(event, 'merge_group', 'head_sha'), sha), isFork: false }
  }
  if (eventName === 'workflow_run') return workflowRunSubject(repository, sha, event)
  // These run at the default branch's commit, whatever commit they tell of.
  if (eventName === 'check_run' || eventName === 'check_suite') {
    return { repository, sha: text(at(event, eventName, 'head_sha'), sha), isFork: false }
  }
  const issue = at(event, 'issue', 'number')
  const isPull = at(event, 'issue', 'pull_request') !== undefined
  return {
    repository,
    sha,
    ...(isPull && typeof issue === 'number' ? { pullRequest: issue } : {}),
    isFork: false,
  }
}

function workflowRunSubject(repository: string, sha: string, event: unknown): RunSubject {
  const run = at(event, 'workflow_run')
  const first = at(at(run, 'pull_requests'), '0', 'number')
  const head = text(at(run, 'head_repository', 'full_name'), repository)
  return {
    repository,
    sha: text(at(run, 'head_sha'), sha),
    ...(typeof first === 'number' ? { pullRequest: first } : {}),
    isFork: head.toLowerCase() !== repository.toLowerCase(),
  }
}
