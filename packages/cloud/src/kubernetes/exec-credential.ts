import { quote, UserError, type Io } from '@sluice/action'
import { isRecord } from '@sluice/schema'
import type { ClusterAccess, ClusterUser } from './kubeconfig.ts'

/** What an exec plugin gave: a token, or a client certificate, and until when. */
export interface ExecCredential {
  readonly token?: string
  readonly cert?: string
  readonly key?: string
  /** Epoch milliseconds; undefined where the plugin names no end. */
  readonly expiresAt?: number
}

const HINT = 'Run the login step of your cloud before this one, so that the plugin of the kubeconfig works.'
const PLUGIN_MS = 30_000

/**
 * Runs the plugin of a kubeconfig (`aws eks get-token`, `gke-gcloud-auth-plugin`, `kubelogin`), as client-go does: the
 * question goes into KUBERNETES_EXEC_INFO, the ExecCredential comes on its standard output. Rejects with
 * `CREDENTIALS_MISSING`. What it gave is masked.
 */
export async function credentialFrom(
  io: Io,
  user: Extract<ClusterUser, { readonly kind: 'exec' }>,
  { server }: Pick<ClusterAccess, 'server'>,
  signal: AbortSignal,
): Promise<ExecCredential> {
  const info = {
    apiVersion: user.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, cluster: { server: server.href.replace(/\/$/, '') } },
  }
  const env = { ...user.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) }
  const { code, stdout, stderr } = await io
    .exec(user.command, user.args, { signal, env, timeoutMs: PLUGIN_MS })
    .catch((error: unknown) => {
      signal.throwIfAborted()
      throw failed(user.command, error instanceof Error ? error.message : String(error))
    })
  if (code !== 0)
    throw failed(user.command, `it ended with code ${code}: ${quote(stderr.trim().slice(-300))}`)
  const status = statusIn(stdout)
  if (status === undefined) throw failed(user.command, 'it printed no ExecCredential')
  const text = (name: string): string | undefined => {
    const value = status[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const token = text('token')
  const cert = text('clientCertificateData')
  const key = text('clientKeyData')
  const expires = Date.parse(text('expirationTimestamp') ?? '')
  if (token === undefined && (cert === undefined || key === undefined))
    throw failed(user.command, 'its ExecCredential has neither a token nor a certificate with its key')
  for (const secret of [token, key]) if (secret !== undefined) io.mask(secret)
  return {
    ...(token === undefined ? {} : { token }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(Number.isNaN(expires) ? {} : { expiresAt: expires }),
  }
}

function statusIn(stdout: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(stdout)
    const status = isRecord(data) && data['kind'] === 'ExecCredential' ? data['status'] : undefined
    return isRecord(status) ? status : undefined
  } catch {
    return undefined
  }
}

function failed(command: string, why: string): UserError {
  return new UserError(
    'CREDENTIALS_MISSING',
    `the plugin ${quote(command)} of the kubeconfig failed: ${why}`,
    HINT,
  )
}
