import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { emptyState, type Data, type Kept, type PlainState } from './plain-state.ts'

/**
 * A second GitHub, written apart from `@sluice/sandbox` and unlike it: lists lag behind writes, `details_url` is GitHub's
 * own, a secondary limit asks for sixty seconds, and an answer may get lost after the work was done. It knows only what the
 * gate asks for, and answers 404 to everything else.
 */
export interface PlainGitHub {
  readonly url: string
  readonly state: PlainState
  readonly requests: PlainRequest[]
  /** The next answers to requests whose path matches are spoilt. */
  readonly spoil: (path: RegExp, how: Spoiling, times?: number) => void
  readonly close: () => Promise<void>
}

export interface PlainRequest {
  readonly method: string
  readonly path: string
  readonly status: number
}

/** `secondary`: 403 that asks for a minute; `lost`: the work is done and the connection ends; `down`: 502. */
type Spoiling = 'secondary' | 'lost' | 'down'

export async function startPlainGitHub({ lagMs = 0 } = {}): Promise<PlainGitHub> {
  const state = emptyState(lagMs)
  const requests: PlainRequest[] = []
  const spoilt: { path: RegExp; how: Spoiling; left: number }[] = []
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', base)
      const method = request.method ?? 'GET'
      const fault = spoilt.find((one) => one.left > 0 && one.path.test(`${method} ${url.pathname}`))
      if (fault !== undefined) fault.left -= 1
      const answer =
        fault !== undefined && fault.how !== 'lost' ? REFUSALS[fault.how] : route(state, method, url, body)
      requests.push({ method, path: url.pathname, status: answer.status })
      if (fault?.how === 'lost') return void request.socket.destroy()
      send(request, response, answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: base,
    state,
    requests,
    spoil: (path, how, times = 1) => void spoilt.push({ path, how, left: times }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

const ok = (body: unknown): Answer => ({ status: 200, body })
const MISSING: Answer = { status: 404, body: { message: 'Not Found' } }
const REFUSALS: Readonly<Record<'secondary' | 'down', Answer>> = {
  secondary: {
    status: 403,
    headers: { 'retry-after': '60' },
    body: {
      message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    },
  },
  down: { status: 502, body: { message: 'Bad Gateway' } },
}

type Handler = (match: Readonly<Record<string, string>>, query: URLSearchParams, body: Data) => Answer

function route(state: PlainState, method: string, url: URL, body: Data): Answer {
  for (const [pattern, handler] of routesOf(state)) {
    const [verb = '', path = ''] = pattern.split(' ')
    const named = path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)').replace('*', '(?<rest>.+)')
    const match = new RegExp(`^${named}$`).exec(decodeURIComponent(url.pathname))
    if (verb === method && match !== null) return handler(match.groups ?? {}, url.searchParams, body)
  }
  return MISSING
}

function routesOf(state: PlainState): readonly (readonly [string, Handler])[] {
  const R = '/repos/{owner}/{repo}'
  const seen = (list: readonly Kept[]): Data[] =>
    list.filter(({ visibleAt }) => visibleAt <= Date.now()).map(({ data }) => data)
  return [
    ['GET /app', () => ok({ id: 1, slug: 'our-gate' })],
    ['GET /app/installations', () => ok([{ id: 5, suspended_at: null }])],
    ['GET /app/hook/deliveries', () => ok([])],
    [
      'POST /app/installations/{id}/access_tokens',
      () => ({ status: 201, body: { token: 'ghs_0123456789abcdef', expires_at: '2099-01-01T00:00:00Z' } }),
    ],
    [
      'GET /installation/repositories',
      (_, query) =>
        page(
          state.repositories.map((full_name) => ({ full_name })),
          query,
          'repositories',
        ),
    ],
    [`GET ${R}/installation`, () => ok({ id: 5, permissions: PERMISSIONS })],
    [`GET ${R}/contents/*`, ({ owner, repo, rest }) => fileOf(state.files.get(`${owner}/${repo}:${rest}`))],
    [
      `GET ${R}/commits/{sha}/check-runs`,
      ({ sha }, query) =>
        page(
          seen(state.checks).filter((one) => one['head_sha'] === sha),
          query,
          'check_runs',
        ),
    ],
    [
      `GET ${R}/commits/{sha}/pulls`,
      ({ sha = '' }, query) =>
        page(
          (state.pulls.get(sha) ?? []).map(({ number, author }) => ({ number, user: { login: author } })),
          query,
        ),
    ],
    [
      `GET ${R}/issues/{number}/comments`,
      ({ number }, query) => page(state.comments.get(Number(number)) ?? [], query),
    ],
    [
      `GET ${R}/deployments`,
      (_, query) =>
        page(
          seen(state.deployments)
            .filter((one) =>
              ['sha', 'environment', 'task', 'ref'].every(
                (name) => !query.has(name) || query.get(name) === one[name],
              ),
            )
            .reverse(),
          query,
        ),
    ],
    [
      `POST ${R}/deployments`,
      (_, __, body) => ({
        status: 201,
        body: state.deployments.find(
          ({ data }) => data['id'] === state.deployment({ ...body, sha: body['ref'] }),
        )?.data,
      }),
    ],
    [
      `GET ${R}/deployments/{id}`,
      ({ id }) => found(state.deployments.map(({ data }) => data).find((one) => one['id'] === Number(id))),
    ],
    [
      `GET ${R}/deployments/{id}/statuses`,
      ({ id }, query) => page(seen(state.statuses.get(Number(id)) ?? []).reverse(), query),
    ],
    [
      `POST ${R}/deployments/{id}/statuses`,
      ({ id }, _, body) => {
        state.status(Number(id), String(body['state']))
        return { status: 201, body: { id: 1, state: body['state'] } }
      },
    ],
    [`GET ${R}/attestations/{digest}`, ({ digest = '' }) => attestationsOf(state.attestations.get(digest))],
    [
      `GET ${R}/actions/runs`,
      (_, query) =>
        page(
          [...state.runs.values()].filter(
            (one) =>
              one['status'] === query.get('status') &&
              (query.get('head_sha') ?? one['head_sha']) === one['head_sha'],
          ),
          query,
          'workflow_runs',
        ),
    ],
    [`GET ${R}/actions/runs/{id}`, ({ id }) => found(state.runs.get(Number(id)))],
    [
      `GET ${R}/actions/runs/{id}/pending_deployments`,
      ({ id }) =>
        ok(
          (state.pending.get(Number(id)) ?? []).map((name) => ({
            environment: { id: 1, name },
            current_user_can_approve: false,
          })),
        ),
    ],
    [
      `GET ${R}/actions/runs/{id}/artifacts`,
      ({ id }, query) =>
        page(
          (state.artifacts.get(Number(id)) ?? []).map(({ name, content }, i) => ({
            id: Number(id) * 100 + i,
            name,
            size_in_bytes: content.byteLength,
            expired: false,
          })),
          query,
          'artifacts',
        ),
    ],
    [
      `GET ${R}/actions/artifacts/{id}/zip`,
      ({ id }) => {
        const content = state.artifacts.get(Math.floor(Number(id) / 100))?.[Number(id) % 100]?.content
        return content === undefined ? MISSING : { status: 200, bytes: content }
      },
    ],
    [
      `POST ${R}/actions/runs/{id}/deployment_protection_rule`,
      ({ id }, _, body) => answerRule(state, Number(id), body),
    ],
    [
      `GET ${R}/environments/{name}/deployment_protection_rules`,
      () =>
        ok({
          total_count: 1,
          custom_deployment_protection_rules: [{ id: 1, enabled: true, app: { id: 1, slug: 'our-gate' } }],
        }),
    ],
    [
      'GET /orgs/{org}/teams/{team}/memberships/{user}',
      ({ team, user }) =>
        state.members.has(`${team}/${user}`) ? ok({ state: 'active', role: 'member' }) : MISSING,
    ],
  ]
}

const PERMISSIONS = {
  actions: 'read',
  checks: 'read',
  contents: 'read',
  deployments: 'write',
  members: 'read',
  pull_requests: 'read',
}

function answerRule(state: PlainState, runId: number, body: Data): Answer {
  const environment = String(body['environment_name'])
  const waiting = state.pending.get(runId) ?? []
  if (!waiting.includes(environment)) return { status: 422, body: { message: 'No pending deployment' } }
  if (body['state'] === undefined) return { status: 204 }
  state.answers.push({ runId, environment, state: String(body['state']) })
  waiting.splice(waiting.indexOf(environment), 1)
  const run = state.runs.get(runId)
  if (waiting.length === 0 && run !== undefined)
    run['status'] = body['state'] === 'approved' ? 'in_progress' : 'completed'
  return { status: 204 }
}

function attestationsOf(bundles: readonly unknown[] | undefined): Answer {
  return bundles === undefined
    ? MISSING
    : ok({ attestations: bundles.map((bundle) => ({ bundle, repository_id: 1 })) })
}

const found = (data: Data | undefined): Answer => (data === undefined ? MISSING : ok(data))

function fileOf(text: string | undefined): Answer {
  if (text === undefined) return MISSING
  return ok({
    type: 'file',
    encoding: 'base64',
    size: text.length,
    content: Buffer.from(text).toString('base64'),
  })
}

/** One page; no address of a next page, as the gate must not depend on a total either. */
function page(all: readonly Data[], query: URLSearchParams, name?: string): Answer {
  const size = Number(query.get('per_page') ?? 30)
  const number = Number(query.get('page') ?? 1)
  const items = all.slice((number - 1) * size, number * size)
  const next = new URLSearchParams(query)
  next.set('page', String(number + 1))
  const link = number * size < all.length ? { link: `<?${next.toString()}>; rel="next"` } : {}
  return {
    status: 200,
    headers: link,
    body: name === undefined ? items : { total_count: all.length, [name]: items },
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, bytes, headers = {} }: Answer,
): void {
  const content = bytes ?? Buffer.from(body === undefined ? '' : JSON.stringify(body))
  const etag = `"${createHash('sha1').update(content).digest('hex')}"`
  const link = headers['link']?.replace(
    '<?',
    `<http://${request.headers.host}${(request.url ?? '').split('?')[0]}?`,
  )
  const all = {
    ...headers,
    ...(link === undefined ? {} : { link }),
    etag,
    'content-type': bytes === undefined ? 'application/json' : 'application/zip',
  }
  if (status === 200 && request.headers['if-none-match'] === etag)
    return void response.writeHead(304, { etag }).end()
  response.writeHead(status, all).end(status === 204 ? undefined : content)
}

async function readBody(request: IncomingMessage): Promise<Data> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? {} : (JSON.parse(text) as Data)
}
