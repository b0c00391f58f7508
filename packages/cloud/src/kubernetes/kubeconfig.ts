import { readFile } from 'node:fs/promises'
import { delimiter, dirname, join, resolve } from 'node:path'
import { parseYaml, quote, Unacceptable, UserError, type Io } from '@sluice/action'
import { isRecord } from '@sluice/schema'

/** How a cluster is reached and who asks, from a kubeconfig or from inside a pod. */
export interface ClusterAccess {
  readonly server: URL
  /** Namespace of the context; `default` where it names none. */
  readonly namespace: string
  readonly tls: TlsOptions
  readonly user: ClusterUser
}

/** What Node's TLS needs besides the address. PEM texts. */
export interface TlsOptions {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly servername?: string
  readonly rejectUnauthorized?: boolean
}

/** How a request says who asks. A token file is read again for every request, because it is rotated. */
export type ClusterUser =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'token-file'; readonly path: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'exec'
      readonly apiVersion: string
      readonly command: string
      readonly args: readonly string[]
      readonly env: Readonly<Record<string, string>>
    }

export interface AccessOptions {
  /** Path of a kubeconfig; default `$KUBECONFIG`, then the service account of the pod, then `~/.kube/config`. */
  readonly kubeconfig?: string
  /** Context of the kubeconfig; default its current one. */
  readonly context?: string
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/** Finds the cluster. Rejects with `CREDENTIALS_MISSING` where nothing names one, and `BAD_CREDENTIALS` for a file that cannot be used. */
export async function clusterAccess(
  io: Pick<Io, 'env' | 'mask'>,
  { kubeconfig, context }: AccessOptions,
): Promise<ClusterAccess> {
  const named = kubeconfig ?? io.env('KUBECONFIG')
  if (named !== undefined) return await fromFile(named, context, io)
  const host = io.env('KUBERNETES_SERVICE_HOST')
  if (host !== undefined) return await inCluster(host, io.env('KUBERNETES_SERVICE_PORT') ?? '443')
  return await fromFile(join(io.env('HOME') ?? '/root', '.kube', 'config'), context, io)
}

async function inCluster(host: string, port: string): Promise<ClusterAccess> {
  const [ca, namespace] = await Promise.all(
    ['ca.crt', 'namespace'].map(async (name) => await contentOf(`${ACCOUNT}/${name}`)),
  )
  const address = host.includes(':') ? `[${host}]` : host
  return {
    server: new URL(`https://${address}:${port}`),
    namespace: namespace?.trim() || 'default',
    tls: ca === undefined ? {} : { ca },
    user: { kind: 'token-file', path: `${ACCOUNT}/token` },
  }
}

async function fromFile(
  given: string,
  context: string | undefined,
  io: Pick<Io, 'mask'>,
): Promise<ClusterAccess> {
  // kubectl merges a list of files; the first one that exists is what nearly every workflow means.
  const paths = given.split(delimiter).filter((path) => path !== '')
  for (const path of paths) {
    const text = await contentOf(path)
    if (text !== undefined) return await accessIn(path, text, context, io)
  }
  throw new UserError(
    'CREDENTIALS_MISSING',
    `no kubeconfig: ${quote(given)} does not exist`,
    'Run a step before this one that writes a kubeconfig (azure/k8s-set-context, aws eks update-kubeconfig, google-github-actions/get-gke-credentials), or set `kubeconfig` in `router-settings`.',
  )
}

async function accessIn(
  path: string,
  text: string,
  wanted: string | undefined,
  io: Pick<Io, 'mask'>,
): Promise<ClusterAccess> {
  const config = yamlIn(path, text)
  const problem = (what: string): UserError =>
    new UserError('BAD_CREDENTIALS', `${path}: ${what}`, 'Fix the kubeconfig, or name another `context`.')
  const named = (list: string, inner: string, name: string): Readonly<Record<string, unknown>> => {
    const items = Array.isArray(config[list]) ? config[list].filter(isRecord) : []
    const found = items.find((item) => item['name'] === name)?.[inner]
    if (isRecord(found)) return found
    const known = items.map((item) => String(item['name'])).join(', ')
    throw problem(`there is no ${inner} ${quote(name)} in it; it has ${known || 'none'}`)
  }
  const name = wanted ?? textIn(config, 'current-context')
  if (name === undefined) throw problem('it has no current-context, so `context` must name one')
  const context = named('contexts', 'context', name)
  const cluster = named('clusters', 'cluster', textIn(context, 'cluster') ?? '')
  const userName = textIn(context, 'user')
  const user = userName === undefined || userName === '' ? {} : named('users', 'user', userName)
  const server = textIn(cluster, 'server') ?? ''
  if (!URL.canParse(server)) throw problem(`the server of its cluster is ${quote(server)}, not an address`)
  const folder = dirname(resolve(path))
  const pem = async (from: Readonly<Record<string, unknown>>, field: string): Promise<string | undefined> => {
    const inline = textIn(from, `${field}-data`)
    if (inline !== undefined) return Buffer.from(inline, 'base64').toString('utf8')
    const file = textIn(from, field)
    if (file === undefined) return undefined
    const content = await contentOf(resolve(folder, file))
    if (content === undefined) throw problem(`${field} names ${quote(file)}, which does not exist`)
    return content
  }
  const [ca, cert, key] = await Promise.all([
    pem(cluster, 'certificate-authority'),
    pem(user, 'client-certificate'),
    pem(user, 'client-key'),
  ])
  const servername = textIn(cluster, 'tls-server-name')
  const insecure = cluster['insecure-skip-tls-verify'] === true
  return {
    server: new URL(server),
    namespace: textIn(context, 'namespace') ?? 'default',
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(servername === undefined ? {} : { servername }),
      ...(insecure ? { rejectUnauthorized: false } : {}),
    },
    user: userIn(user, folder, io, problem),
  }
}

function userIn(
  user: Readonly<Record<string, unknown>>,
  folder: string,
  io: Pick<Io, 'mask'>,
  problem: (what: string) => UserError,
): ClusterUser {
  const token = textIn(user, 'token')
  const tokenFile = textIn(user, 'tokenFile')
  const username = textIn(user, 'username')
  const password = textIn(user, 'password') ?? ''
  if (token !== undefined) {
    io.mask(token)
    return { kind: 'token', token }
  }
  if (tokenFile !== undefined) return { kind: 'token-file', path: resolve(folder, tokenFile) }
  if (isRecord(user['exec'])) return execIn(user['exec'], problem)
  if (username !== undefined) {
    io.mask(password)
    return { kind: 'basic', username, password }
  }
  if (user['auth-provider'] !== undefined)
    throw problem('`auth-provider` was removed from Kubernetes; use an `exec` plugin')
  return { kind: 'none' }
}

function execIn(
  exec: Readonly<Record<string, unknown>>,
  problem: (what: string) => UserError,
): Extract<ClusterUser, { readonly kind: 'exec' }> {
  const command = textIn(exec, 'command')
  if (command === undefined) throw problem('its exec plugin has no command')
  const env = Array.isArray(exec['env']) ? exec['env'].filter(isRecord) : []
  return {
    kind: 'exec',
    apiVersion: textIn(exec, 'apiVersion') ?? 'client.authentication.k8s.io/v1',
    command,
    args: Array.isArray(exec['args']) ? exec['args'].map(String) : [],
    env: Object.fromEntries(env.map((item) => [String(item['name']), String(item['value'])])),
  }
}

function yamlIn(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const data = parseYaml(text)
    if (isRecord(data)) return data
    throw new Unacceptable('must be a mapping')
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error
    throw new UserError('BAD_CREDENTIALS', `${path}: ${error.message}`, 'Fix the kubeconfig.')
  }
}

function textIn(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = record[name]
  return typeof value === 'string' ? value : undefined
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    const said = error instanceof Error ? error.message : String(error)
    throw new UserError(
      'BAD_CREDENTIALS',
      `${path} cannot be read: ${said}`,
      'Allow this runner to read the file.',
    )
  }
}
