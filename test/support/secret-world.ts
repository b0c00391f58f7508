import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { secretForms } from '../../packages/action/src/mask.ts'
import type { sources } from '@sluice/metrics'
import type { routers } from '@sluice/traffic'
import { startLoopback, type Loopback } from '../servers/loopback.ts'
import { tempFolder } from './temp-folder.ts'

type Settings = Readonly<Record<string, unknown>>

/** A server that answers everything with what it was sent, and settings of every source and router that name it. */
export interface SecretWorld extends Loopback {
  /** Requests so far, as they came. */
  readonly asked: string[]
  /** Files and variables that earlier steps leave. */
  readonly env: Readonly<Record<string, string>>
  /** Some for each way in which a source or a router takes a secret. */
  readonly sources: Readonly<Record<keyof typeof sources, readonly Settings[]>>
  readonly routers: Readonly<Record<keyof typeof routers, readonly Settings[]>>
}

const STATUSES = [401, 200, 500, 403, 404, 429]

/** With letters that are written differently in JSON, YAML and addresses. */
const secretNamed = (name: string): string => `s3cr3t+${name}/%&end`

const SECRETS = [
  ...['password', 'token', 'header', 'oauth', 'api', 'app', 'program', 'issued', 'access', 'session'],
  ...['kube', 'in-address', 'database'],
]

/** Names of the secrets that stand in a text, in any form. */
export function secretsSaid(text: string): readonly string[] {
  const said = SECRETS.filter((name) => secretForms(secretNamed(name)).some((form) => text.includes(form)))
  return text.includes('PRIVATE KEY') ? [...said, 'private key'] : said
}

export async function startSecretWorld(): Promise<SecretWorld> {
  const folder = tempFolder('sluice-secrets')
  const asked: string[] = []
  const echo = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    const sent = `${request.method ?? ''} ${request.url ?? ''} ${JSON.stringify(request.headers)} ${body}`
    asked.push(sent)
    // A token server gives one, so that the request after it is sent.
    const isToken = /token|oauth/.test(request.url ?? '')
    const given = { access_token: secretNamed('issued'), expires_in: 3600 }
    const status = STATUSES[asked.length % STATUSES.length] ?? 500
    response.writeHead(isToken ? 200 : status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isToken ? given : { message: sent, error: { message: sent } }))
  })
  const withPassword = (path = ''): string =>
    `${echo.url.replace('//', `//ops:${encodeURIComponent(secretNamed('in-address'))}@`)}${path}`
  const host = new URL(echo.url).host
  const printing = [process.execPath, '-e', 'console.error(JSON.stringify(process.env)); process.exit(3)']
  const headers = { 'x-key': secretNamed('header') }
  const login = { username: 'ops', password: secretNamed('password') }
  const oauth = {
    'oauth-url': `${echo.url}/oauth`,
    'oauth-client': 'me',
    'oauth-secret': secretNamed('oauth'),
  }
  const token = { token: secretNamed('token') }
  const programs = { 'secret-env': { KEY: secretNamed('program') } }
  const arms = { baseline: 'a', candidate: 'b' }
  const arn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012'
  const both = { 'baseline-url': `${echo.url}/a`, 'candidate-url': `${echo.url}/b` }
  return {
    ...echo,
    asked,
    env: leftBehind(folder, echo.url),
    sources: {
      prometheus: [
        { url: withPassword(), headers },
        { url: echo.url, ...login },
        { url: echo.url, ...token },
        { url: echo.url, ...oauth },
        { url: echo.url, 'aws-region': 'eu-central-1' },
        { url: echo.url, google: true },
      ],
      scrape: [
        { 'baseline-url': withPassword('/a'), 'candidate-url': withPassword('/b'), headers },
        { ...both, ...token },
        { ...both, ...login },
      ],
      datadog: [{ url: echo.url, 'api-key': secretNamed('api'), 'app-key': secretNamed('app') }],
      cloudwatch: [{ region: 'eu-central-1' }],
      http: [
        { url: withPassword('/$arm'), headers },
        { url: `${echo.url}/$arm`, ...login },
        { url: `${echo.url}/$arm`, ...token },
        { url: `${echo.url}/$arm`, ...oauth },
      ],
      sql: [
        { url: `postgres://ops@${host}/shop`, tls: 'off', password: secretNamed('database') },
        { url: `mysql://ops:${encodeURIComponent(secretNamed('in-address'))}@${host}/shop`, tls: 'off' },
      ],
      'cloudwatch-logs': [{ 'log-groups': 'shop', region: 'eu-central-1' }],
      newrelic: [{ account: '1234', url: echo.url, 'api-key': secretNamed('api') }],
      elasticsearch: [
        { url: withPassword(), index: 'shop', headers },
        { url: echo.url, index: 'shop', ...login },
        { url: echo.url, index: 'shop', ...token },
        { url: echo.url, index: 'shop', 'api-key': secretNamed('api') },
      ],
      influxdb: [
        { url: withPassword(), database: 'shop', headers },
        { url: echo.url, database: 'shop', ...login },
        { url: echo.url, database: 'shop', ...token },
      ],
      command: [{ run: printing, ...programs }],
      file: [{ path: join(folder, 'missing.csv') }],
    },
    routers: {
      nginx: [
        {
          ...arms,
          file: join(folder, 'nginx.conf'),
          'test-command': printing,
          'status-url': withPassword('/weight'),
        },
      ],
      haproxy: [{ ...arms, socket: host, backend: 'web' }],
      envoy: [{ ...arms, file: join(folder, 'routes.json'), url: withPassword() }],
      caddy: [{ url: withPassword(), baseline: '10.0.0.5:80', candidate: '10.0.0.6:80' }],
      proxy: [{ url: withPassword() }, { url: echo.url, ...token }],
      kubernetes: [{ ...arms, route: 'httproute/shop', kubeconfig: join(folder, 'kubeconfig') }],
      'argo-rollouts': [{ rollout: 'shop', kubeconfig: join(folder, 'kubeconfig') }],
      alb: [
        {
          rule: `${arn}:listener-rule/app/shop/1/2/3`,
          baseline: `${arn}:targetgroup/a/1`,
          candidate: `${arn}:targetgroup/b/2`,
        },
      ],
      lambda: [{ function: 'shop', alias: 'live', baseline: '1', candidate: '2' }],
      sagemaker: [{ endpoint: 'shop', ...arms }],
      'cloud-run': [
        {
          service: 'projects/a/locations/b/services/c',
          baseline: 'shop-1',
          candidate: 'shop-2',
          tag: 'next',
        },
      ],
      openfeature: [{ file: join(folder, 'flags.json'), flag: 'shop', ...arms, url: withPassword() }],
      command: [{ write: printing, read: printing, ...programs }],
      split: [
        {
          routers: [
            { name: 'eu', router: 'proxy', settings: { url: withPassword() } },
            { name: 'us', router: 'proxy', settings: { url: echo.url, ...token } },
          ],
        },
      ],
    },
  }
}

function leftBehind(folder: string, url: string): Readonly<Record<string, string>> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const key = {
    type: 'service_account',
    client_email: 'ops@shop',
    private_key: privateKey,
    token_uri: `${url}/token`,
  }
  writeFileSync(join(folder, 'key.json'), JSON.stringify(key))
  const kubeconfig = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', namespace: 'team' } }],
    clusters: [{ name: 'k', cluster: { server: url } }],
    users: [{ name: 'u', user: { token: secretNamed('kube') } }],
  }
  writeFileSync(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig))
  const rule = {
    fractional: [
      ['a', 100],
      ['b', 0],
    ],
  }
  const shop = { state: 'ENABLED', variants: { a: 1, b: 2 }, targeting: rule }
  writeFileSync(join(folder, 'flags.json'), JSON.stringify({ flags: { shop } }))
  const routes = [
    {
      match: { prefix: '/' },
      route: {
        weighted_clusters: {
          clusters: [
            { name: 'a', weight: 1 },
            { name: 'b', weight: 0 },
          ],
        },
      },
    },
  ]
  const resources = [{ name: 'shop', virtual_hosts: [{ name: 'shop', domains: ['*'], routes }] }]
  writeFileSync(join(folder, 'routes.json'), JSON.stringify({ version_info: '1', resources }))
  return {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: secretNamed('access'),
    AWS_SESSION_TOKEN: secretNamed('session'),
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: url,
    GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'key.json'),
    CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN: url,
    PGPASSWORD: secretNamed('database'),
  }
}
