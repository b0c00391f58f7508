import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { quote, UserError, type Io } from '@sluice/action'
import { isRecord } from '@sluice/schema'
import { credentialFrom, type ExecCredential } from './exec-credential.ts'
import type { ClusterAccess, ClusterUser } from './kubeconfig.ts'

/** One answer of the API server, whatever its status. `body` is undefined where it is no JSON. */
export interface ClusterAnswer {
  readonly status: number
  readonly body: unknown
  readonly text: string
  /** Seconds that the server asks to wait. */
  readonly retryAfter?: number
}

export interface ClusterClient {
  readonly namespace: string
  /** Host and port, for messages. */
  readonly host: string
  /** Rejects with `CLUSTER_UNREACHABLE` when no answer comes, and with the signal's reason when aborted. */
  readonly ask: (
    method: 'GET' | 'PUT' | 'PATCH',
    path: string,
    signal: AbortSignal,
    body?: unknown,
    type?: string,
  ) => Promise<ClusterAnswer>
}

const CALL_MS = 10_000
const MOST_BYTES = 32 * 1024 * 1024
/** A credential that ends sooner than this is fetched anew. */
const RENEW_BEFORE_MS = 60_000

/**
 * Asks a Kubernetes API server. Node's own HTTPS is used, because `fetch` takes neither a private authority nor a
 * client certificate. An answer of 401 has the credentials of an exec plugin fetched anew, once.
 */
export function createClusterClient(io: Io, access: ClusterAccess): ClusterClient {
  let held: ExecCredential | undefined
  const credential = async (
    user: Extract<ClusterUser, { readonly kind: 'exec' }>,
    fresh: boolean,
    signal: AbortSignal,
  ): Promise<ExecCredential> => {
    const expired = held?.expiresAt !== undefined && held.expiresAt - RENEW_BEFORE_MS <= io.now()
    if (held === undefined || expired || fresh) held = await credentialFrom(io, user, access, signal)
    return held
  }
  const send = async (
    [method, path, signal, body, type = 'application/json']: Parameters<ClusterClient['ask']>,
    fresh: boolean,
  ): Promise<ClusterAnswer> => {
    signal.throwIfAborted()
    const { user } = access
    const exec = user.kind === 'exec' ? await credential(user, fresh, signal) : undefined
    const authorization = exec?.token === undefined ? await authorizationOf(user) : `Bearer ${exec.token}`
    const url = new URL(`${access.server.pathname.replace(/\/$/, '')}${path}`, access.server)
    const text = body === undefined ? undefined : JSON.stringify(body)
    const headers = {
      accept: 'application/json',
      'user-agent': 'sluice',
      ...(authorization === undefined ? {} : { authorization }),
      ...(text === undefined
        ? {}
        : { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) }),
    }
    const tls = {
      ...access.tls,
      ...(exec?.cert === undefined ? {} : { cert: exec.cert }),
      ...(exec?.key === undefined ? {} : { key: exec.key }),
    }
    return await exchange(url, { method, headers, ...tls }, text, signal)
  }
  return {
    namespace: access.namespace,
    host: access.server.host,
    ask: async (...given) => {
      const answer = await send(given, false)
      return answer.status === 401 && access.user.kind === 'exec' ? await send(given, true) : answer
    },
  }
}

async function authorizationOf(user: ClusterUser): Promise<string | undefined> {
  switch (user.kind) {
    case 'none':
    case 'exec':
      return undefined
    case 'token':
      return `Bearer ${user.token}`
    case 'token-file': {
      const { readFile } = await import('node:fs/promises')
      return `Bearer ${(await readFile(user.path, 'utf8')).trim()}`
    }
    case 'basic':
      return `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`
  }
}

interface Call {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

async function exchange(
  url: URL,
  call: Call,
  body: string | undefined,
  signal: AbortSignal,
): Promise<ClusterAnswer> {
  const start = url.protocol === 'http:' ? plainRequest : secureRequest
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)])
  try {
    return await new Promise<ClusterAnswer>((resolve, reject) => {
      const asked = start(url, { ...call, signal: inTime }, (response) => {
        const pieces: Buffer[] = []
        let bytes = 0
        response.on('data', (piece: Buffer) => {
          bytes += piece.length
          if (bytes > MOST_BYTES) response.destroy(new Error(`more than ${MOST_BYTES} bytes`))
          else pieces.push(piece)
        })
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8')
          const wait = Number(response.headers['retry-after'])
          resolve({
            status: response.statusCode ?? 0,
            text,
            body: jsonIn(text),
            ...(Number.isFinite(wait) ? { retryAfter: wait } : {}),
          })
        })
      })
      asked.on('error', reject)
      asked.end(body)
    })
  } catch (cause) {
    signal.throwIfAborted()
    const said = inTime.aborted
      ? `no answer within ${CALL_MS / 1000} s`
      : cause instanceof Error
        ? cause.message
        : String(cause)
    throw new UserError(
      'CLUSTER_UNREACHABLE',
      `the Kubernetes API server at ${url.host} did not answer: ${said}`,
      'Check that this runner can reach the cluster. A private cluster needs a runner inside its network.',
    )
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What the server said: the message of its `Status`, or the beginning of its text. */
export function messageIn({ body, text }: ClusterAnswer): string {
  const message = isRecord(body) ? body['message'] : undefined
  return typeof message === 'string' && message !== '' ? message : quote(text.slice(0, 200))
}
