import { connectGitHub, subjectOf, type GitHub, type Memory } from '@sluice/github'
import type { Io, WorkflowFacts } from '@sluice/action'
import type { Subject } from '@sluice/verdict'

interface Asked {
  readonly environment: string
  readonly service: string
  readonly artifact: string | undefined
  readonly sha: string | undefined
  readonly 'github-token': string | undefined
}

/** One call to GitHub, with all its retries. */
const CALL_MS = 30_000

/** What this run is about, and a way to GitHub where there is one. */
export interface Connection {
  readonly subject: Subject
  readonly pullRequest: number | undefined
  readonly isFork: boolean
  /** Undefined outside a workflow and without a token: then verdicts go to files and the log only. */
  readonly github: GitHub | undefined
  /** The same way to GitHub on another signal: what must still be said after a cancellation needs one of its own. */
  readonly reconnect: (signal: AbortSignal, callMs?: number) => GitHub | undefined
  /** Address of this workflow run, for people. */
  readonly runUrl: string | undefined
  /** `RUN.ATTEMPT`: names this run in a rollout's history. */
  readonly run: string
}

/** Connects without sending anything. */
export function connect(asked: Asked, io: Io): Connection {
  const { facts } = io
  const { repository, sha, pullRequest, isFork } = subjectOf(facts)
  const token = asked['github-token']
  // All connections of this run remember what any of them made: lists lag behind.
  const memory: Memory = new Map()
  const reconnect = (signal: AbortSignal, callMs = CALL_MS): GitHub | undefined =>
    token === undefined || repository === ''
      ? undefined
      : connectGitHub({
          token,
          apiUrl: facts.apiUrl,
          repository,
          signal,
          log: io.log,
          callMs,
          memory,
        })
  return {
    subject: {
      repository,
      sha: asked.sha ?? sha,
      environment: asked.environment,
      service: asked.service,
      ...(asked.artifact === undefined ? {} : { artifact: asked.artifact }),
    },
    pullRequest,
    isFork,
    github: reconnect(io.signal),
    reconnect,
    runUrl: runUrlOf(facts),
    run: runOf(facts),
  }
}

/** `RUN.ATTEMPT`, or `RUN` where nobody counts the attempts. */
function runOf({ runId, runAttempt }: WorkflowFacts): string {
  if (runId === '') return 'local'
  return runAttempt === '' ? runId : `${runId}.${runAttempt}`
}

function runUrlOf({ runUrl, runId, serverUrl, repository }: WorkflowFacts): string | undefined {
  if (runUrl !== undefined) return runUrl === '' ? undefined : runUrl
  return runId === '' ? undefined : `${serverUrl}/${repository}/actions/runs/${runId}`
}
