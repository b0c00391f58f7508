import type { getOctokit } from '@actions/github'
import type { Octokit } from '@octokit/rest'

/** What both libraries offer: `@actions/github` within a workflow, `@octokit/rest` within the App. */
export type OctokitClient = Pick<Octokit, 'rest' | 'paginate' | 'request' | 'hook'>

/** Who asks. An App has no workflow around it, so there is no context to read. */
export type ClientKind = 'workflow' | 'app'

export interface OctokitOptions {
  readonly client: ClientKind
  readonly token: string
  readonly apiUrl: string
  /** Default: the library's own. */
  readonly fetch: typeof globalThis.fetch | undefined
  readonly retries: number
  /** Decides about a wait of so many seconds that GitHub asks for. */
  readonly mayWait: (seconds: number) => boolean
  /** Milliseconds in a second that GitHub asks to wait; tests shorten it. */
  readonly secondMs: number
  /** Milliseconds before the first retry of a failed answer; grows with the square of the tries. */
  readonly retryBaseMs: number
  readonly warn: (message: string) => void
}

/** The REST version whose meaning this package relies on. */
const API_VERSION = '2022-11-28'

/** Answers that stay the same however often one asks; 403 and 429 are the throttling plugin's to wait for. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451]

/**
 * Spacing by the plugin would cost seconds per look, for a handful of writes; waits that GitHub
 * asks for are taken all the same.
 */
const unspaced: object = {
  key: () => ({
    schedule: async (_job: unknown, work: (...given: unknown[]) => unknown, ...given: unknown[]) =>
      await work(...given),
  }),
}

const unspacedGroups: object = { write: unspaced, notifications: unspaced }

/** What all requests of one call share. Pagination forgets options given to a request, not these. */
export interface CallOptions {
  readonly signal: AbortSignal
  readonly retries: number
}

/** What is known once the library has been loaded. */
export interface Loaded {
  readonly open: (call: CallOptions) => OctokitClient
  /** The job that must be given a missing permission, such as `job "canary" of workflow "release"`; undefined elsewhere. */
  readonly job: string | undefined
}

/**
 * Loads the library that opens clients, so that what never speaks to GitHub never pays for it. Clients retry what
 * failed and wait as they are told.
 */
export async function loadOctokit(options: OctokitOptions): Promise<Loaded> {
  const library = await (options.client === 'app' ? loadRest() : loadActions())
  const wait = (seconds: number, request: object, _octokit: unknown, count: number): boolean => {
    const patient = count < options.retries && options.mayWait(seconds)
    const where = 'url' in request ? String(request.url) : ''
    options.warn(`GitHub asks to wait ${seconds} s (${where}); ${patient ? 'waiting' : 'giving up'}`)
    return patient
  }
  const fetch = options.fetch ?? library.fetch
  const open = (call: CallOptions): OctokitClient => {
    const settings = {
      baseUrl: options.apiUrl.replace(/\/+$/, ''),
      userAgent: 'sluice',
      request: { ...(fetch === undefined ? {} : { fetch }), signal: call.signal },
      log: { debug: () => {}, info: () => {}, warn: options.warn, error: () => {} },
      // Not as a request's own option: given there, the plugin retries even what must not be retried.
      retry: { retries: call.retries, retryAfterBaseValue: options.retryBaseMs, doNotRetry: FINAL },
      throttle: {
        onRateLimit: wait,
        onSecondaryRateLimit: wait,
        retryAfterBaseValue: options.secondMs,
        ...unspacedGroups,
      },
    }
    const client = library.open(options.token, settings)
    client.hook.before('request', (request) => {
      request.headers['x-github-api-version'] = API_VERSION
    })
    return client
  }
  return { open, job: library.job }
}

type Settings = NonNullable<Parameters<typeof getOctokit>[1]>

interface Library {
  readonly open: (token: string, settings: Settings) => OctokitClient
  /** How requests are sent; undefined: by the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly job: string | undefined
}

/** Sends by the library's own `fetch`, which it has loaded anyway: Node's would be loaded beside it, for 15 ms. */
async function loadActions(): Promise<Library> {
  const { context, getOctokit, defaults, retry, throttling } = await import('./actions-library.ts')
  const { job, workflow } = context
  return {
    fetch: defaults.request?.fetch as typeof globalThis.fetch | undefined,
    open: (token, settings) => getOctokit(token, settings, sayRateLimit, retry, throttling),
    job: job === undefined || job === '' ? undefined : `job "${job}" of workflow "${workflow}"`,
  }
}

async function loadRest(): Promise<Library> {
  const { Octokit, retry, throttling } = await import('./app-library.ts')
  return {
    open: (token, settings) =>
      new (Octokit.plugin(sayRateLimit, retry, throttling))({ ...settings, auth: token }),
    job: undefined,
  }
}

/** The throttling plugin knows a secondary limit by its words only; a `retry-after` says it as well. */
function sayRateLimit(octokit: { readonly hook: OctokitClient['hook'] }): object {
  octokit.hook.error('request', (error) => {
    const after = 'response' in error ? error.response?.headers['retry-after'] : undefined
    const limited = 'status' in error && (error.status === 403 || error.status === 429) && after !== undefined
    if (limited && !/secondary rate/i.test(error.message)) {
      error.message = `${error.message} (secondary rate limit)`
    }
    throw error
  })
  return {}
}
