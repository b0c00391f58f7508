import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rejudge } from '@sluice/compat'
import { createGateApp, createGateServer, jsonLog, type GateApp, type GateAppOptions } from '@sluice/gate/app'
import { startSandbox, type Sandbox, type SeededApp, type SeededRepository } from '@sluice/sandbox'
import { carry, generateKeys, readSigningKey, signVerdict } from '@sluice/verdict'
import { judgedVerdict } from '../../../actions/promote-gate/real-verdict.ts'

const pair = generateKeys()
const key = readSigningKey(pair.privateKey)
export const SECRET = 'webhook-secret-0123456789'
export const POLICY = `require: [canary-step]\npublic-keys: |\n  ${pair.publicKey.trim().replaceAll('\n', '\n  ')}\n`

/** A whole hour's worth of jobs in seconds is not what GitHub's limits are about. */
const UNLIMITED = { core: 1e6, contentPerMinute: 1e6, pointsPerMinute: 1e6 }

/** One running copy of the gate. */
export interface Copy {
  readonly app: GateApp
  readonly url: string
  /** Ends it at once, whatever it was doing, as SIGKILL would. */
  readonly kill: () => void
}

export interface World {
  readonly sandbox: Sandbox
  readonly app: SeededApp
  readonly repository: SeededRepository
  readonly log: string[]
  /** Where GitHub delivers to: whichever copies live take turns. */
  readonly url: string
  readonly start: (options?: Partial<GateAppOptions>) => Promise<Copy>
  /** Posts a signed verdict about a commit as a check run of a workflow: `errors` of 20,000 requests failed. */
  readonly canary: (sha: string, errors?: number, to?: number) => Promise<void>
  readonly close: () => Promise<void>
}

export async function openWorld(
  policy: string = POLICY,
  now: () => number = Date.now,
  listLagMs?: number,
): Promise<World> {
  const sandbox = await startSandbox({
    now,
    rateLimits: UNLIMITED,
    ...(listLagMs === undefined ? {} : { listLagMs }),
  })
  const copies: Copy[] = []
  const log: string[] = []
  const balancer = await listenBalancer(() => copies.map((copy) => copy.url))
  const app = sandbox.app({
    slug: 'our-gate',
    account: 'acme',
    permissions: {
      actions: 'read',
      checks: 'read',
      contents: 'read',
      deployments: 'write',
      members: 'read',
      pull_requests: 'read',
    },
    events: ['deployment_protection_rule', 'check_run', 'deployment_status', 'workflow_job'],
    webhook: { url: `${balancer.url}/webhook`, secret: SECRET },
  })
  const repository = sandbox.repository({
    owner: 'acme',
    name: 'shop',
    files: { '.github/sluice-gate.yml': policy },
  })
  repository.environment({ name: 'production', rules: [app.id] })
  const token = sandbox.token({ kind: 'workflow', permissions: { checks: 'write' }, repository: 'acme/shop' })
  return {
    sandbox,
    app,
    repository,
    log,
    url: balancer.url,
    start: async (change = {}) => {
      const copy = await startCopy({
        appId: String(app.id),
        privateKey: app.privateKey,
        webhookSecret: SECRET,
        apiUrl: sandbox.url,
        policyPath: '.github/sluice-gate.yml',
        organizationPolicy: 'optional',
        rejudge,
        log: jsonLog((line) => log.push(line), now, [SECRET, app.privateKey]),
        now,
        reconcileMs: 0,
        settleMs: 5,
        lagMs: 150,
        retryBaseMs: 5,
        lanes: 8,
        ...change,
      })
      copies.push(copy)
      return { ...copy, kill: () => void (copies.splice(copies.indexOf(copy), 1), copy.kill()) }
    },
    canary: async (sha, errors = 20, to = now() - 60_000) => {
      const subject = { repository: 'acme/shop', sha, environment: 'production', service: 'app' }
      const text = carry(signVerdict(judgedVerdict(subject, errors, to), key, to))
      const body = {
        name: 'Sluice canary-step (production, app)',
        head_sha: sha,
        conclusion: 'success',
        output: { title: 't', summary: 's', text },
      }
      const response = await fetch(`${sandbox.url}/repos/acme/shop/check-runs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (response.status !== 201) throw new Error(`the check was not made: ${await response.text()}`)
    },
    close: async () => {
      for (const copy of copies) copy.kill()
      await balancer.close()
      await sandbox.close()
    },
  }
}

async function startCopy(options: GateAppOptions): Promise<Copy> {
  const app = createGateApp(options)
  const server = createGateServer(app, options)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    kill: () => {
      server.closeAllConnections()
      server.close()
      void app.close(0)
    },
  }
}

async function listenBalancer(
  targets: () => readonly string[],
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  let turn = 0
  const server = createServer((request, response) => {
    const alive = targets()
    const target = alive[turn++ % Math.max(1, alive.length)]
    if (target === undefined) return void response.writeHead(503).end()
    const onward = forward(
      `${target}${request.url ?? ''}`,
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.writeHead(502).end())
    request.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}
