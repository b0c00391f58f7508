import type { Octokit } from '@octokit/rest'

export interface OctokitOptions {
  readonly token: string
  readonly apiUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly retries: number
  /** Milliseconds; a wait that GitHub asks for is taken only when it is shorter. */
  readonly patience: number
  /** Milliseconds before the first retry of a failed answer; grows with the square of the tries. */
  readonly retryBase: number
  readonly warn: (message: string) => void
}

/** The REST version whose meaning this package relies on. */
export const API_VERSION = '2022-11-28'

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

/** Makes a client that retries what failed and waits as it is told. Loads the library on first use. */
export async function createOctokit(options: OctokitOptions): Promise<Octokit> {
  const [{ Octokit }, { retry }, { throttling }] = await Promise.all([
    import('@octokit/rest'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ])
  const Client = Octokit.plugin(sayRateLimit, retry, throttling)
  const wait = (seconds: number, request: object, _octokit: unknown, count: number): boolean => {
    const patient = count < options.retries && seconds * 1000 < options.patience
    const where = 'url' in request ? String(request.url) : ''
    options.warn(`GitHub asks to wait ${seconds} s (${where}); ${patient ? 'waiting' : 'giving up'}`)
    return patient
  }
  const client = new Client({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/+$/, ''),
    userAgent: 'sluice',
    request: { fetch: options.fetch },
    log: { debug: () => {}, info: () => {}, warn: options.warn, error: () => {} },
    retry: {
      retries: options.retries,
      retryAfterBaseValue: options.retryBase,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
    throttle: { onRateLimit: wait, onSecondaryRateLimit: wait, ...unspacedGroups },
  })
  client.hook.before('request', (request) => {
    request.headers['x-github-api-version'] = API_VERSION
  })
  return client
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
