import type { Octokit } from '@octokit/rest'
import { toGitHubError } from './github-error.ts'
import { createOctokit } from './octokit.ts'

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

/** Options that each request of a call must carry. */
export interface RequestOptions {
  readonly signal: AbortSignal
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
  readonly retries: number
  readonly retryBaseMs: number
  readonly callMs: number
  readonly signal: AbortSignal
  /**
   * Does one call within its deadline. Throws `GitHubError` naming the operation, or the reason of
   * the signal when the job was cancelled.
   */
  ask<Answer>(
    operation: string,
    work: (octokit: Octokit, request: RequestOptions) => Promise<Answer>,
  ): Promise<Answer>
}

const DEFAULT_RETRIES = 3
const DEFAULT_CALL_MS = 60_000
const DEFAULT_RETRY_BASE_MS = 1000

/** Connects lazily: importing or calling this costs nothing at start-up. */
export function connectGitHub(options: GitHubOptions): GitHub {
  const [owner = '', repo = ''] = options.repository.split('/')
  const retries = options.retries ?? DEFAULT_RETRIES
  const callMs = options.callMs ?? DEFAULT_CALL_MS
  const retryBaseMs = options.retryBaseMs ?? DEFAULT_RETRY_BASE_MS
  let client: Promise<Octokit> | undefined
  const load = (): Promise<Octokit> =>
    createOctokit({
      token: options.token,
      apiUrl: options.apiUrl,
      fetch: options.fetch ?? globalThis.fetch,
      retries,
      patience: callMs,
      retryBase: retryBaseMs,
      warn: options.log.warning,
    })
  return {
    repository: options.repository,
    repo: { owner, repo },
    token: options.token,
    log: options.log,
    retries,
    retryBaseMs,
    callMs,
    signal: options.signal,
    ask: async (operation, work) => {
      options.signal.throwIfAborted()
      return await withDeadline(operation, options.signal, callMs, async (signal) => {
        const octokit = await (client ??= load())
        return await work(octokit, { signal })
      })
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
