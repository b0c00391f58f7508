import type { Octokit } from '@octokit/rest'

export interface OctokitOptions {
  readonly token: string
  readonly apiUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly retries: number
  /** Milliseconds; a wait that GitHub asks for is taken only when it is shorter. */
  readonly callMs: number
  /** Milliseconds before the first retry of a failed answer; grows with the square of the tries. */
  readonly retryBaseMs: number
  readonly warn: (message: string) => void
}

/** The REST version whose meaning this package relies on. */
export const API_VERSION = '2022-11-28'

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

export type ClientFor = (call: CallOptions) => Octokit

/**
 * Makes clients that retry what failed and wait as they are told. Loads the library, so that what
 * never speaks to GitHub never pays for it.
 */
export async function loadOctokit(options: OctokitOptions): Promise<ClientFor> {
  const [{ Octokit }, { retry }, { throttling }] = await Promise.all([
    import('@octokit/rest'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ])
  const Client = Octokit.plugin(sayRateLimit, retry, throttling)
  const wait = (seconds: number, request: object, _octokit: unknown, count: number): boolean => {
    const patient = count < options.retries && seconds * 1000 < options.callMs
    const where = 'url' in request ? String(request.url) : ''
    options.warn(`GitHub asks to wait ${seconds} s (${where}); ${patient ? 'waiting' : 'giving up'}`)
    return patient
  }
  return (call) => {
    const client = new Client({
      auth: options.token,
      baseUrl: options.apiUrl.replace(/\/+$/, ''),
      userAgent: 'sluice',
      request: { fetch: options.fetch, signal: call.signal },
      log: { debug: () => {}, info: () => {}, warn: options.warn, error: () => {} },
      // Not as a request's own option: given there, the plugin retries even what must not be retried.
      retry: { retries: call.retries, retryAfterBaseValue: options.retryBaseMs, doNotRetry: FINAL },
      throttle: { onRateLimit: wait, onSecondaryRateLimit: wait, ...unspacedGroups },
    })
    client.hook.before('request', (request) => {
      request.headers['x-github-api-version'] = API_VERSION
    })
    return client
  }
}

/** The throttling plugin knows a secondary limit by its words only; a `retry-after` says it as well. */
function sayRateLimit(octokit: { readonly hook: Octokit['hook'] }): object {
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
