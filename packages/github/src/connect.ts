import { isUnsettled, toGitHubError } from './github-error.ts'
import { loadOctokit } from './octokit.ts'
import type { CallOptions, OctokitClient, ClientKind, Loaded } from './octokit.ts'

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
  /** Default: the one of the library that opens the client. */
  readonly fetch?: typeof globalThis.fetch
  /** How often a failed request is tried again; default 3. */
  readonly retries?: number
  /** Milliseconds for one call with all its retries, waits that GitHub asks for not counted; default 60,000. */
  readonly callMs?: number
  /** The most seconds that one call waits at GitHub's request; default 90, as secondary limits ask for 60. */
  readonly patience?: number
  /** Milliseconds before the first retry; default 1,000. */
  readonly retryBaseMs?: number
  /** Milliseconds in a second that GitHub asks to wait; default 1,000, tests shorten it. */
  readonly secondMs?: number
  /** Default `workflow`. */
  readonly client?: ClientKind
  /** Ids of what was made before, shared by connections of one process. */
  readonly memory?: Memory
}

/** Ids by what they stand for. GitHub's lists lag behind its writes by seconds; what was made is not looked up in them. */
export type Memory = Map<string, number>

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
  readonly memory: Memory
  /**
   * Does one call within its deadline; the client carries its signal, which `request` holds for
   * requests made by other means. Throws `GitHubError` naming the operation, or the reason of
   * the signal when the job was cancelled.
   */
  ask<Answer>(
    operation: string,
    work: (octokit: OctokitClient, request: Pick<CallOptions, 'signal'>) => Promise<Answer>,
  ): Promise<Answer>
}

const DEFAULT_RETRIES = 3
const DEFAULT_CALL_MS = 60_000
const DEFAULT_RETRY_BASE_MS = 1000
const DEFAULT_PATIENCE = 90

/** Connects lazily: importing or calling this costs nothing at start-up. */
export function connectGitHub(options: GitHubOptions): GitHub {
  const { token, apiUrl, repository, signal: outer, log, fetch } = options
  const { retries = DEFAULT_RETRIES, callMs = DEFAULT_CALL_MS, retryBaseMs = DEFAULT_RETRY_BASE_MS } = options
  const { patience = DEFAULT_PATIENCE, secondMs = 1000, client = 'workflow', memory = new Map() } = options
  const [owner = '', repo = ''] = repository.split('/')
  const toLoad = { client, token, apiUrl, fetch, retries, retryBaseMs, secondMs, warn: log.warning }
  let loading: Promise<Loaded> | undefined
  let isDown = false
  let job: string | undefined
  const retriesNow = (): number => (isDown ? 0 : retries)
  const deadlines = new Set<Deadline>()
  const mayWait = (seconds: number): boolean => {
    if (seconds > patience) return false
    // The plugin does not say whose wait it is; all calls under way are given the time.
    for (const deadline of deadlines) deadline.extend(seconds * secondMs)
    return true
  }
  return {
    repository,
    repo: { owner, repo },
    token,
    log,
    retries: retriesNow,
    retryBaseMs,
    callMs,
    signal: outer,
    memory,
    ask: async (operation, work) => {
      outer.throwIfAborted()
      const deadline = startDeadline(callMs)
      deadlines.add(deadline)
      try {
        const answer = await until(AbortSignal.any([outer, deadline.signal]), async (signal) => {
          const loaded = await (loading ??= loadOctokit({ ...toLoad, mayWait }))
          job = loaded.job
          return await work(loaded.open({ signal, retries: retriesNow() }), { signal })
        })
        isDown = false
        return answer
      } catch (error) {
        outer.throwIfAborted()
        const late = deadline.signal.aborted ? new Error(`gave up after ${callMs} ms`) : error
        const failure = toGitHubError(operation, late, job)
        isDown = isUnsettled(failure)
        throw failure
      } finally {
        deadline.stop()
        deadlines.delete(deadline)
      }
    },
  }
}

interface Deadline {
  readonly signal: AbortSignal
  readonly extend: (ms: number) => void
  readonly stop: () => void
}

function startDeadline(ms: number): Deadline {
  const controller = new AbortController()
  let due = performance.now() + ms
  const check = (): void => {
    const left = due - performance.now()
    if (left <= 0) controller.abort()
    else timer = setTimeout(check, left)
  }
  let timer = setTimeout(check, ms)
  return {
    signal: controller.signal,
    extend: (more) => void (due += more),
    stop: () => clearTimeout(timer),
  }
}

/** Ends with the work or with the signal; waits inside the client do not hear a signal. */
async function until<Answer>(
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  return await Promise.race([work(signal), aborted])
}
