import { UserError, type Io } from '@sluice/action'
import type { GoogleOptions } from './credentials.ts'
import { isSafe } from './safe.ts'
import type { GoogleToken } from './exchange.ts'

/** One service of Google Cloud. */
export interface GoogleService {
  /** Such as `https://bigquery.googleapis.com/`. */
  readonly endpoint: URL
  /** The headers to send. Rejects with `CREDENTIALS_MISSING` or `BAD_CREDENTIALS`. */
  readonly headers: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>
  /** The project that the credentials or the environment name. */
  readonly project: (signal: AbortSignal) => Promise<string | undefined>
}

/**
 * Opens a service by the name in its address, such as `run`; asks nothing yet. As with gcloud, the variable
 * CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN gives it another address.
 */
export function googleService(
  io: Io,
  { service, ...options }: GoogleOptions & { readonly service: string },
): GoogleService {
  let open: ((signal: AbortSignal) => Promise<GoogleToken>) | undefined
  const tokens = async (signal: AbortSignal): Promise<GoogleToken> => {
    // Most runs need none of it.
    const { googleTokens } = await import('./credentials.ts')
    open ??= googleTokens(io, options)
    return await open(signal)
  }
  return {
    endpoint: endpointOf(io, service),
    headers: async (signal) => {
      const { token, quotaProject } = await tokens(signal)
      return {
        authorization: `Bearer ${token}`,
        ...(quotaProject === undefined ? {} : { 'x-goog-user-project': quotaProject }),
      }
    },
    project: async (signal) =>
      io.env('GOOGLE_CLOUD_PROJECT') ?? io.env('GCLOUD_PROJECT') ?? (await tokens(signal)).project,
  }
}

function endpointOf(io: Pick<Io, 'env'>, service: string): URL {
  const variable = `CLOUDSDK_API_ENDPOINT_OVERRIDES_${service.toUpperCase()}`
  const given = io.env(variable)
  if (given === undefined) return new URL(`https://${service}.googleapis.com/`)
  const url = URL.canParse(given) ? new URL(given) : undefined
  // A token can be used by whoever gets it.
  if (url !== undefined && isSafe(url)) return url
  throw new UserError(
    'BAD_CREDENTIALS',
    `${variable} must be an address with https, got ${given}`,
    'Fix the variable.',
  )
}
