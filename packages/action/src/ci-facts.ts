import { workflowFacts } from './facts.ts'
import type { WorkflowFacts } from './io.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What a CI system says about a run, by the names of its variables. */
interface CiSystem {
  /** Stands before the number of a run, which says nothing to GitHub or to another system. */
  readonly name: string
  /** Set in every job of this system, and nowhere else. */
  readonly known: string
  readonly sha: string
  readonly ref: string
  /** A number that grows from run to run. */
  readonly run: string
  readonly url: string
  readonly actor?: string
  /** Why the run began, and what it says when a timer did it. */
  readonly began?: readonly [name: string, scheduled: string]
  /** The attempt, and which number the first one has. */
  readonly attempt?: readonly [name: string, first: number]
}

const SYSTEMS: readonly CiSystem[] = [
  {
    name: 'gitlab',
    known: 'GITLAB_CI',
    sha: 'CI_COMMIT_SHA',
    ref: 'CI_COMMIT_REF_NAME',
    run: 'CI_PIPELINE_ID',
    url: 'CI_JOB_URL',
    actor: 'GITLAB_USER_LOGIN',
    began: ['CI_PIPELINE_SOURCE', 'schedule'],
  },
  {
    name: 'buildkite',
    known: 'BUILDKITE',
    sha: 'BUILDKITE_COMMIT',
    ref: 'BUILDKITE_BRANCH',
    run: 'BUILDKITE_BUILD_NUMBER',
    url: 'BUILDKITE_BUILD_URL',
    actor: 'BUILDKITE_BUILD_CREATOR',
    began: ['BUILDKITE_SOURCE', 'schedule'],
    attempt: ['BUILDKITE_RETRY_COUNT', 0],
  },
  {
    name: 'circleci',
    known: 'CIRCLECI',
    sha: 'CIRCLE_SHA1',
    ref: 'CIRCLE_BRANCH',
    run: 'CIRCLE_BUILD_NUM',
    url: 'CIRCLE_BUILD_URL',
    actor: 'CIRCLE_USERNAME',
  },
  {
    name: 'azure',
    known: 'TF_BUILD',
    sha: 'BUILD_SOURCEVERSION',
    ref: 'BUILD_SOURCEBRANCH',
    run: 'BUILD_BUILDID',
    url: 'BUILD_BUILDURI',
    actor: 'BUILD_REQUESTEDFOR',
    began: ['BUILD_REASON', 'Schedule'],
    attempt: ['SYSTEM_JOBATTEMPT', 1],
  },
  {
    name: 'jenkins',
    known: 'JENKINS_URL',
    sha: 'GIT_COMMIT',
    ref: 'GIT_BRANCH',
    run: 'BUILD_NUMBER',
    url: 'BUILD_URL',
  },
]

/**
 * What any CI system or a terminal says about this run, in GitHub's terms. A run that a timer began has the event
 * `schedule`; any other has none, and means what its command says. A run is called `gitlab-77`, and by its number alone in
 * GitHub Actions only. `otherwise` names the run where there is no CI.
 */
export function ciFacts(env: Env, otherwise: string): WorkflowFacts {
  const github = workflowFacts(env)
  if (env['GITHUB_ACTIONS'] === 'true') return github
  const system = SYSTEMS.find(({ known }) => (env[known] ?? '') !== '')
  const read = (name: string | undefined): string => (name === undefined ? '' : (env[name] ?? ''))
  const { began, attempt } = system ?? {}
  const number = read(system?.run)
  const tries = attempt === undefined ? '' : String(1 + Number(read(attempt[0]) || attempt[1]) - attempt[1])
  return {
    ...github,
    sha: read(system?.sha),
    ref: read(system?.ref),
    runId: system === undefined || number === '' ? otherwise : `${system.name}-${number}`,
    runAttempt: tries,
    runUrl: read(system?.url),
    actor: read(system?.actor) || read('USER'),
    eventName: began !== undefined && read(began[0]) === began[1] ? 'schedule' : '',
    event: {},
    workspace: '.',
  }
}
