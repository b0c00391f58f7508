import type { Octokit } from '@octokit/rest'
import { isUnsettled, toGitHubError } from './github-error.ts'
import { loadOctokit } from './octokit.ts'
import type { CallOptions, ClientFor } from './octokit.ts'

/** What this package tells the log. */
export interface GitHubLog {
  readonly warning: (message: string) => void
}

export interface GitHubOptions {
  readonly token: string
  /** As `GITHUB_API_URL` says; GitHub Enterprise's ends in `/api/v3`. */
  readonly apiUrl: string
  /** `owner/name`. */
  readonly repository: string
  readonly signal: AbortSignal
  readonly log: GitHubLog
  readonly fetch?: typeof globalThis.fetch
  /** How often a failed request is tried again; default 3. */
  readonly retries?: number
  /** Milliseconds for one call with all its retries and waits; default 60,000. */
  readonly callMs?: number
  /** Milliseconds before the first retry; default 1,000. */
  readonly retryBaseMs?: number
}

export interface Repo {
  readonly owner: string
  readonly repo: string
}

/** A connection to one repository. Nothing is loaded or sent before the first call. */
export interface GitHub {
  readonly repository: string
  readonly repo: Repo
  readonly token: string
  readonly log: GitHubLog
  /** Retries that the next call gets: none while GitHub is down, so that waiting is done once. */
  retries(): number
  readonly retryBaseMs: number
  readonly callMs: number
  readonly signal: AbortSignal
  /**
   * Does one call within its deadline; the client carries its signal, which `request` holds for
   * requests made by other means. Throws `GitHubError` naming the operation, or the reason of
   * the signal when the job was cancelled.
   */
  ask<Answer>(
    operation: string,
    work: (octokit: Octokit, request: Pick<CallOptions, 'signal'>) => Promise<Answer>,
  ): Promise<Answer>
}

const DEFAULT_RETRIES = 3
const DEFAULT_CALL_MS = 60_000
const DEFAULT_RETRY_BASE_MS = 1000

/** Connects lazily: importing or calling this costs nothing at start-up. */
export function connectGitHub(options: GitHubOptions): GitHub {
  const { token, apiUrl, repository, signal: outer, log, fetch = globalThis.fetch } = options
  const { retries = DEFAULT_RETRIES, callMs = DEFAULT_CALL_MS, retryBaseMs = DEFAULT_RETRY_BASE_MS } = options
  const [owner = '', repo = ''] = repository.split('/')
  const client = { token, apiUrl, fetch, retries, callMs, retryBaseMs, warn: log.warning }
  let clients: Promise<ClientFor> | undefined
  let isDown = false
  const retriesNow = (): number => (isDown ? 0 : retries)
  return {
    repository,
    repo: { owner, repo },
    token,
    log,
    retries: retriesNow,
    retryBaseMs,
    callMs,
    signal: outer,
    ask: async (operation, work) => {
      outer.throwIfAborted()
      try {
        const answer = await withDeadline(operation, outer, callMs, async (signal) => {
          const call = { signal, retries: retriesNow() }
          const clientFor = await (clients ??= loadOctokit(client))
          return await work(clientFor(call), { signal })
        })
        isDown = false
        return answer
      } catch (error) {
        isDown = isUnsettled(error)
        throw error
      }
    },
  }
}

/** Ends with the work, the deadline (as a `GitHubError`) or the signal (as its reason). */
async function withDeadline<Answer>(
  operation: string,
  outer: AbortSignal,
  callMs: number,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(callMs)
  const signal = AbortSignal.any([outer, deadline])
  try {
    return await Promise.race([work(signal), rejectOn(signal)])
  } catch (error) {
    outer.throwIfAborted()
    const late = deadline.aborted ? new Error(`gave up after ${callMs} ms`) : error
    throw toGitHubError(operation, late)
  }
}

/** Waits inside the client do not hear a signal; this does. */
function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
