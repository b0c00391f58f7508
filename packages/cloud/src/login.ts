import { readFile } from 'node:fs/promises'
import { UserError, type Io } from '@sluice/action'
import { isRecord } from '@sluice/schema'

const CALL_MS = 10_000

/** What every way of getting credentials needs; what goes wrong is `BAD_CREDENTIALS`, and names the cloud. */
export interface Login {
  readonly ask: (
    url: URL,
    init: RequestInit,
    signal: AbortSignal,
  ) => Promise<{ readonly status: number; readonly text: string }>
  readonly contentOf: (path: string) => Promise<string>
  /** The job's own token from GitHub, for an audience; undefined where the job may not have one (`id-token: write`). */
  readonly gitHubToken: (audience: string, signal: AbortSignal) => Promise<string | undefined>
  readonly unusable: (what: string) => UserError
}

export function loginTo(cloud: string, io: Io): Login {
  const unusable = (what: string): UserError =>
    new UserError(
      'BAD_CREDENTIALS',
      `the credentials for ${cloud} could not be loaded: ${what}`,
      'Check the role, its trust policy and the step that logs in.',
    )
  const ask: Login['ask'] = async (url, init, signal) => {
    try {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)])
      const response = await io.fetch(url, { ...init, signal: inTime, redirect: 'error' })
      return { status: response.status, text: await response.text() }
    } catch (cause) {
      signal.throwIfAborted()
      const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
      throw unusable(
        `${url.origin} did not answer: ${inner instanceof Error ? inner.message : String(inner)}`,
      )
    }
  }
  return {
    ask,
    unusable,
    contentOf: async (path) => {
      try {
        return await readFile(path, 'utf8')
      } catch (error) {
        throw unusable(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
      }
    },
    gitHubToken: async (audience, signal) => {
      const [address, bearer] = [
        io.env('ACTIONS_ID_TOKEN_REQUEST_URL'),
        io.env('ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
      ]
      if (address === undefined || bearer === undefined) return undefined
      const url = new URL(address)
      url.searchParams.set('audience', audience)
      const { status, text } = await ask(url, { headers: { authorization: `Bearer ${bearer}` } }, signal)
      const { value } = objectIn(text)
      if (status !== 200 || typeof value !== 'string')
        throw unusable(`GitHub answered ${status} when asked for the job's token`)
      io.mask(value)
      return value
    },
  }
}

/** The object in a JSON text; empty where there is none. */
export function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(text)
    return isRecord(data) ? data : {}
  } catch {
    return {}
  }
}
