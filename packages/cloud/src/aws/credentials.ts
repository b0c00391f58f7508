import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { quote, UserError, type Io } from '@sluice/action'
import { objectIn, loginTo } from '../login.ts'
import { endpointOf } from './endpoint.ts'
import { signedHeaders, type AwsCredentials } from './sign.ts'
import { parseXml, textAt } from './xml.ts'

export interface RoleOptions {
  readonly region: string
  /** A role to assume: with GitHub's own token where the job has no other credentials, else with those. */
  readonly role?: string
}

/** Credentials that end sooner than this are fetched anew. */
const RENEW_BEFORE_MS = 5 * 60_000
const LOOKED_FOR =
  'Looked for AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN, a container address, a profile, and `role` with `id-token: write`. Run aws-actions/configure-aws-credentials before this step.'

/**
 * Credentials for AWS, kept until shortly before they end. They come from the environment, a web identity, the address
 * of a container (ECS, EKS), or a profile; `role` is assumed on top of them, or with the job's own OIDC token. Rejects
 * with `CREDENTIALS_MISSING` or `BAD_CREDENTIALS`. Every secret is masked.
 */
export function awsCredentials(
  io: Io,
  options: RoleOptions,
): (signal: AbortSignal) => Promise<AwsCredentials> {
  let held: AwsCredentials | undefined
  return async (signal) => {
    if (held === undefined || (held.expiresAt ?? Infinity) - RENEW_BEFORE_MS <= io.now()) {
      held = await fetched(io, options, signal)
      for (const secret of [held.secretAccessKey, held.sessionToken])
        if (secret !== undefined) io.mask(secret)
    }
    return held
  }
}

async function fetched(io: Io, { region, role }: RoleOptions, signal: AbortSignal): Promise<AwsCredentials> {
  const own = await ownCredentials(io, region, signal)
  if (role === undefined) {
    if (own !== undefined) return own
    throw new UserError('CREDENTIALS_MISSING', 'this job has no credentials for AWS', LOOKED_FOR)
  }
  const form = { RoleArn: role, RoleSessionName: sessionName(io) }
  if (own !== undefined) return await askSts(io, region, 'AssumeRole', form, signal, own)
  const token = await loginTo('AWS', io).gitHubToken('sts.amazonaws.com', signal)
  if (token !== undefined)
    return await askSts(io, region, 'AssumeRoleWithWebIdentity', { ...form, WebIdentityToken: token }, signal)
  throw new UserError(
    'CREDENTIALS_MISSING',
    `there are no credentials to assume the role ${role} with`,
    LOOKED_FOR,
  )
}

function sessionName({ facts }: Io): string {
  return `sluice-${facts.runId || 'local'}`
}

async function ownCredentials(
  io: Io,
  region: string,
  signal: AbortSignal,
): Promise<AwsCredentials | undefined> {
  const [id, secret, session] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map(
    (name) => io.env(name),
  )
  if (id !== undefined && secret !== undefined) return credentialsOf(id, secret, session)
  const [file, role] = [io.env('AWS_WEB_IDENTITY_TOKEN_FILE'), io.env('AWS_ROLE_ARN')]
  if (file !== undefined && role !== undefined) {
    const token = (await loginTo('AWS', io).contentOf(file)).trim()
    const form = {
      RoleArn: role,
      RoleSessionName: io.env('AWS_ROLE_SESSION_NAME') ?? sessionName(io),
      WebIdentityToken: token,
    }
    return await askSts(io, region, 'AssumeRoleWithWebIdentity', form, signal)
  }
  return (await ofContainer(io, signal)) ?? (await ofProfile(io))
}

function credentialsOf(
  accessKeyId: string,
  secretAccessKey: string,
  session: string | undefined,
  expiresAt?: number,
): AwsCredentials {
  return {
    accessKeyId,
    secretAccessKey,
    ...(session === undefined || session === '' ? {} : { sessionToken: session }),
    ...(expiresAt === undefined || Number.isNaN(expiresAt) ? {} : { expiresAt }),
  }
}

/** ECS task roles and EKS pod identities: an address of the platform that answers with credentials. */
async function ofContainer(io: Io, signal: AbortSignal): Promise<AwsCredentials | undefined> {
  const login = loginTo('AWS', io)
  const relative = io.env('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI')
  const address =
    relative === undefined
      ? io.env('AWS_CONTAINER_CREDENTIALS_FULL_URI')
      : new URL(relative, 'http://169.254.170.2').href
  if (address === undefined) return undefined
  const file = io.env('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE')
  const token =
    file === undefined ? io.env('AWS_CONTAINER_AUTHORIZATION_TOKEN') : (await login.contentOf(file)).trim()
  const headers = token === undefined ? {} : { authorization: token }
  const { status, text } = await login.ask(new URL(address), { headers }, signal)
  const data = objectIn(text)
  const [id, secret, session, expires] = ['AccessKeyId', 'SecretAccessKey', 'Token', 'Expiration'].map(
    (name) => data[name],
  )
  if (status === 200 && typeof id === 'string' && typeof secret === 'string')
    return credentialsOf(
      id,
      secret,
      typeof session === 'string' ? session : undefined,
      Date.parse(String(expires)),
    )
  throw login.unusable(`${address} answered ${status}: ${quote(text.slice(0, 200))}`)
}

/** Keys in the file that `aws configure` writes. */
async function ofProfile(io: Io): Promise<AwsCredentials | undefined> {
  const named = io.env('AWS_PROFILE')
  const path = io.env('AWS_SHARED_CREDENTIALS_FILE') ?? join(io.env('HOME') ?? '/root', '.aws', 'credentials')
  const text = await readFile(path, 'utf8').catch(() => '')
  const section = sectionOf(text, named ?? 'default')
  const [id, secret] = [section?.get('aws_access_key_id'), section?.get('aws_secret_access_key')]
  if (id !== undefined && secret !== undefined)
    return credentialsOf(id, secret, section?.get('aws_session_token'))
  if (named === undefined) return undefined
  throw loginTo('AWS', io).unusable(
    `${path} has no keys for the profile ${quote(named)}, which AWS_PROFILE names`,
  )
}

function sectionOf(text: string, wanted: string): ReadonlyMap<string, string> | undefined {
  let found: Map<string, string> | undefined
  let inside = false
  for (const line of text.split('\n')) {
    const [, name] = /^\s*\[\s*(?:profile\s+)?([^\]]*?)\s*\]/.exec(line) ?? []
    if (name !== undefined) {
      inside = name === wanted
      if (inside) found ??= new Map()
      continue
    }
    const [, key = '', value = ''] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (inside && key !== '') found?.set(key.toLowerCase(), value)
  }
  return found
}

async function askSts(
  io: Io,
  region: string,
  action: string,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
  by?: AwsCredentials,
): Promise<AwsCredentials> {
  const login = loginTo('AWS', io)
  const url = endpointOf(io, 'sts', region)
  const body = new URLSearchParams({ Action: action, Version: '2011-06-15', ...parameters }).toString()
  const plain = { 'content-type': 'application/x-www-form-urlencoded' }
  const request = { method: 'POST', url, headers: plain, body }
  const headers = by === undefined ? plain : signedHeaders(request, by, 'sts', region, io.now())
  const { status, text } = await login.ask(url, { method: 'POST', headers, body }, signal)
  const root = parseXml(text)
  const at = (name: string): string => textAt(root, `${action}Result`, 'Credentials', name)
  if (status === 200 && at('AccessKeyId') !== '')
    return credentialsOf(
      at('AccessKeyId'),
      at('SecretAccessKey'),
      at('SessionToken'),
      Date.parse(at('Expiration')),
    )
  const said = textAt(root, 'Error', 'Message') || quote(text.slice(0, 200))
  throw login.unusable(
    `${action} for ${parameters['RoleArn'] ?? ''} answered ${status}, ${textAt(root, 'Error', 'Code')}: ${said}`,
  )
}
